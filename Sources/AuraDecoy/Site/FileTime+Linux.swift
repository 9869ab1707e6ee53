#if os(Linux)
    internal import Foundation

    extension DirectorySite {
        /// When a file was last changed, in seconds since the beginning of 1970.
        static func modified(_ status: stat) -> Int64 { Int64(status.st_mtim.tv_sec) }
    }
#endif
