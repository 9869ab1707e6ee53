/// TCP's flags, as bits of the byte that they share (RFC 9293 section 3.1, RFC 3168 section 6.1).
public enum TCPFlag {
    /// No more data comes.
    @inlinable public static var finish: UInt8 { 0x01 }
    /// What is here should be handed on now.
    @inlinable public static var push: UInt8 { 0x08 }
    /// The acknowledged number counts.
    @inlinable public static var acknowledge: UInt8 { 0x10 }
    /// Congestion was seen on the way to the sender of this.
    @inlinable public static var echo: UInt8 { 0x40 }
    /// The sender has reduced its congestion window.
    @inlinable public static var reduced: UInt8 { 0x80 }
}
