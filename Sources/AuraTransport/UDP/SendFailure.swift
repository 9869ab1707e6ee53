internal import Foundation

/// What an error number of a send means.
enum SendFailure {
    /// How the loss is counted.
    static func dropReason(_ number: Int32) -> LinkDropReason {
        switch number {
        case EMSGSIZE: .tooLarge
        case ENOBUFS, ENOMEM, EAGAIN: .queueFull
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL, ENODEV, ECONNREFUSED: .unreachable
        case EPERM, EACCES: .refused
        case ENOTSOCK, EBADF: .linkClosed
        default: .failed
        }
    }

    /// True when the kernel may have refused the segmenting rather than the datagrams: devices without checksum offload
    /// say EIO, and a segment size above the device's MTU is EINVAL or EMSGSIZE depending on the kernel.
    static func mayBlameSegmenting(_ number: Int32) -> Bool {
        [EIO, EINVAL, EOPNOTSUPP, EMSGSIZE].contains(number)
    }

    /// True when the chosen source address may be to blame: it was ours once and is gone.
    static func mayBlameSource(_ number: Int32) -> Bool {
        [EINVAL, EADDRNOTAVAIL, ENETUNREACH, ENODEV].contains(number)
    }

    /// True for receive errors that say nothing about the socket itself, such as an ICMP answer to an earlier send.
    static func isTransientOnReceive(_ number: Int32) -> Bool {
        [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EMSGSIZE, ENOMEM, ENOBUFS].contains(number)
    }
}
