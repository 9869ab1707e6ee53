internal import AuraWire
internal import NIOCore

extension NIOCore.SocketAddress {
    /// The address, never IPv4-mapped; `nil` for what is not an IP address.
    var aura: AuraWire.SocketAddress? {
        guard let port = port.flatMap(UInt16.init(exactly:)), let text = ipAddress else { return nil }
        let plain = text.prefix { $0 != "%" }
        if let ip = AuraWire.IPv4Address(plain) { return AuraWire.SocketAddress(.v4(ip), port: port) }
        guard let ip = AuraWire.IPv6Address(plain) else { return nil }
        return AuraWire.SocketAddress(IPAddress.v6(ip).unmapped, port: port)
    }
}

extension AuraWire.SocketAddress {
    /// The form NIO takes.
    var nio: NIOCore.SocketAddress? {
        try? NIOCore.SocketAddress(ipAddress: "\(ip.unmapped)", port: Int(port))
    }
}
