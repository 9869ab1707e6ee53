#if os(Linux)
    internal import Glibc

    extension ProcessIdentity {
        static var currentPID: Int32 { getpid() }

        /// The process that runs under a number now; `nil` when none does, or only its remains.
        init?(running pid: Int32) {
            guard let stat = try? StateFile.readSystem("/proc/\(pid)/stat"),
                let start = Self.startTime(inStat: String(decoding: stat, as: UTF8.self)),
                let boot = try? StateFile.readSystem("/proc/sys/kernel/random/boot_id")
            else { return nil }
            self.init(pid: pid, start: start, boot: String(decoding: boot.filter { $0 > 0x20 }, as: UTF8.self))
        }

        /// Field 22 of proc_pid_stat(5), in clock ticks since boot; `nil` for a zombie.
        ///
        /// The command name in field 2 may hold anything, spaces and parentheses included, so fields count from its last one.
        private static func startTime(inStat text: String) -> UInt64? {
            guard let end = text.lastIndex(of: ")") else { return nil }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
            return UInt64(fields[19])
        }
    }
#endif
