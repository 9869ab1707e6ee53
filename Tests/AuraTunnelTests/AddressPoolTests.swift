import AuraTunnel
import AuraWire
import Testing

@Suite("Address pool")
struct AddressPoolTests {
    @Test("The server takes the first address, and capacity leaves out network, server and broadcast")
    func server() throws {
        let pool = try AddressPool(v4: block("10.77.0.0/24"), v6: block("fd77::/64"))
        #expect(pool.server == inner("10.77.0.1", "fd77::1"))
        #expect(pool.clientCapacity == 253)
        #expect(try AddressPool(v4: block("10.0.0.0/30"), v6: nil).clientCapacity == 1)
        #expect(try AddressPool(v4: nil, v6: block("fd77::/126")).clientCapacity == 2)
    }

    @Test("Very wide blocks are bounded by the named limit", arguments: ["10.0.0.0/8", "0.0.0.0/0"])
    func bounded(text: String) throws {
        #expect(try AddressPool(v4: block(text), v6: block("::/0")).clientCapacity == AddressPool.maximumLeases)
    }

    @Test("Blocks without room for a client are refused", arguments: ["10.0.0.0/31", "10.0.0.0/32"])
    func tooSmall(text: String) {
        #expect(throws: AddressPoolError.tooSmall(block(text))) { try AddressPool(v4: block(text), v6: nil) }
    }

    @Test("No block, and blocks of the wrong family, are refused")
    func wrong() {
        #expect(throws: AddressPoolError.noBlock) { try AddressPool(v4: nil, v6: nil) }
        #expect(throws: AddressPoolError.tooSmall(block("fd::/127"))) {
            try AddressPool(v4: nil, v6: block("fd::/127"))
        }
        #expect(throws: AddressPoolError.wrongFamily(block("fd::/64"))) {
            try AddressPool(v4: block("fd::/64"), v6: nil)
        }
        #expect(throws: AddressPoolError.wrongFamily(block("10.0.0.0/8"))) {
            try AddressPool(v4: nil, v6: block("10.0.0.0/8"))
        }
    }
}
