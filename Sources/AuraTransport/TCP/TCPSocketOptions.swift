internal import NIOCore

/// A socket option as NIO takes it.
struct TCPSocketOption: Sendable {
    let option: ChannelOptions.Types.SocketOption
    let value: SocketOptionValue

    init(_ level: NIOBSDSocket.OptionLevel, _ name: Int32, _ value: Int32) {
        option = ChannelOptions.Types.SocketOption(level: level, name: NIOBSDSocket.Option(rawValue: name))
        self.value = SocketOptionValue(value)
    }

    init(_ level: NIOBSDSocket.OptionLevel, _ name: NIOBSDSocket.Option, _ value: Int32) {
        self.init(level, name.rawValue, value)
    }
}
