internal import AuraCrypto
internal import AuraWire
internal import Crypto

/// Opens datagrams under one direction's key, each counter once.
struct PacketOpener: ~Copyable, Sendable {
    /// The index that names these keys in headers sent to us.
    let index: UInt32
    /// True once something was opened.
    private(set) var isUsed = false

    private let key: PacketKey
    private var window = ReplayWindow()

    init(key: SymmetricKey, index: UInt32) {
        self.key = PacketKey(key)
        self.index = index
    }

    /// Opens a datagram in place; returns where in it the payload lies, and whether no later packet came before it.
    mutating func open(
        _ datagram: inout MutableSpan<UInt8>, header: DataHeader
    ) throws(OpenError) -> (payload: Range<Int>, isNewest: Bool) {
        guard window.isFresh(header.counter) else { throw .replayed }
        let bytes = header.bytes
        let length = key.open(&datagram, at: DataHeader.length, counter: header.counter, header: bytes.span)
        guard let length else { throw .forged }
        let isNewest = window.isNewest(header.counter)
        guard window.accept(header.counter) else { throw .replayed }
        isUsed = true
        return (DataHeader.length..<(DataHeader.length + length), isNewest)
    }
}

/// Why a datagram was not opened.
public enum OpenError: Error, Hashable, Sendable {
    /// No keys of this session have the index, or they are too old.
    case noKeys
    /// Its counter was seen before, or is too far behind.
    case replayed
    /// It does not authenticate.
    case forged
    /// What was in it is not a payload.
    case malformed
}
