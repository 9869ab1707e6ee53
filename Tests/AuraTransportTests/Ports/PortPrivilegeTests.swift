#if os(Linux)
    import AuraTransport
    import AuraWire
    import Foundation
    import Synchronization
    import Testing

    @Suite("A server that may not have its port")
    struct PortPrivilegeTests {
        /// A port that asks for a privilege, and has neighbours that ask for it, too.
        private static let port: UInt16 = 987

        private static var asksForPrivilege: Bool {
            let path = "/proc/sys/net/ipv4/ip_unprivileged_port_start"
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)).map { $0 >= 1_024 } ?? false
        }

        private static func bind(_ transports: [TransportKind]) -> TransportError? {
            let address = Fixtures.loopback4.with(port: port)
            let wanted = Dictionary(uniqueKeysWithValues: transports.map { ($0, address) })
            do throws(TransportError) {
                _ = try MultiServer.Plan(wanted).boundForOnce()
                return nil
            } catch {
                return error
            }
        }

        @Test("says what is missing, and tries no other port", .enabled(if: asksForPrivilege))
        func refused() throws {
            for transport in TransportKind.allCases {
                let error = try #require(try Privilege.without { Self.bind([transport]) })
                guard case .notPermitted(let what, let system) = error else { throw error }
                #expect(system.number == EACCES && what.contains("\(transport.rawValue) 127.0.0.1:\(Self.port)"))
                #expect(error.description.contains("CAP_NET_BIND_SERVICE"))
            }
            let all = try #require(try Privilege.without { Self.bind([.udp, .tcp, .quic]) })
            guard case .severalFailed(let errors) = all else { throw all }
            #expect(errors.count == 3 && all.isNotPermitted && !all.isBusy)
        }

        @Test("has it with the privilege", .enabled(if: asksForPrivilege && geteuid() == 0))
        func allowed() {
            for transport in TransportKind.allCases { #expect(Self.bind([transport]) == nil) }
        }
    }

    /// The privilege to have ports below 1024, which Linux gives to each thread.
    private enum Privilege {
        private typealias Call = @convention(c) (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) -> Int32

        /// What comes of `body` on a thread that has given the privilege up.
        static func without<Value: Sendable>(_ body: @escaping @Sendable () -> Value?) throws -> Value? {
            let box = Box<Value>()
            let end = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                let isDropped = drop()
                let value = isDropped ? body() : nil
                box.outcome.withLock { $0 = (isDropped, value) }
                end.signal()
            }
            end.wait()
            let outcome = box.outcome.withLock { $0 }
            try #require(outcome.isDropped, "the privilege stays")
            return outcome.value
        }

        private final class Box<Value: Sendable>: Sendable {
            let outcome = Mutex<(isDropped: Bool, value: Value?)>((false, nil))
        }

        /// capget(2) and capset(2), which no header that Swift sees declares. Version 3 has two words each of effective,
        /// permitted and inheritable capabilities; CAP_NET_BIND_SERVICE is bit 10 of the first.
        private static func drop() -> Bool {
            guard let get = call("capget"), let set = call("capset") else { return false }
            var header: [UInt32] = [0x2008_0522, 0]
            var sets = [UInt32](repeating: 0, count: 6)
            guard get(&header, &sets) == 0 else { return false }
            sets[0] &= ~(1 << 10)
            return set(&header, &sets) == 0
        }

        private static func call(_ name: String) -> Call? {
            dlsym(nil, name).map { unsafeBitCast($0, to: Call.self) }
        }
    }
#endif
