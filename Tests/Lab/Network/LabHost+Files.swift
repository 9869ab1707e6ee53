extension LabHost {
    /// The beginning of a command line: what follows runs with a directory that it cannot write to, and nobody else sees
    /// any of that.
    ///
    /// Root may write wherever modes forbid it, so the directory is a read-only mount; `ip netns exec` has given the
    /// program mounts of its own. Each step becomes the next, so the process id of all is the same.
    public func readOnly(_ directory: String) -> [String] {
        let script = "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && shift && exec \"$@\""
        return ["sh", "-c", script, "sh", directory]
    }
}
