#if os(macOS)
    internal import Darwin

    extension ProcessIdentity {
        static var currentPID: Int32 { getpid() }

        /// The process that runs under a number now; `nil` when none does. The start time is in microseconds since 1970.
        init?(running pid: Int32) {
            var info = proc_bsdinfo()
            let size = Int32(MemoryLayout<proc_bsdinfo>.size)
            guard proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &info, size) == size, info.pbi_status != UInt32(SZOMB) else {
                return nil
            }
            self.init(pid: pid, start: info.pbi_start_tvsec &* 1_000_000 &+ info.pbi_start_tvusec, boot: "")
        }
    }
#endif
