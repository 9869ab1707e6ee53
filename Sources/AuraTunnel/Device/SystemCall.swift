#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The one place where system calls are repeated after a signal: the result, or the errno as a negative number.
@inline(__always)
func retryingSystemCall(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result >= 0 { return result }
        let error = errno
        if error != EINTR { return -Int(error) }
    }
}

/// The system's text for an errno, with the number.
func errnoText(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "errno \(number)" }
    return "\(String(cString: text)) (errno \(number))"
}
