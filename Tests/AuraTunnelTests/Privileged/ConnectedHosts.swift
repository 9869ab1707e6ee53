#if os(Linux)
    import AuraTunnel
    import AuraWire
    import Foundation
    import Synchronization

    /// Two hosts, each a namespace with a TUN device, whose kernels are connected queue by queue: what one device reads, the
    /// other writes. The connection ends when the test lets go of it.
    final class ConnectedHosts: Sendable {
        /// One of the hosts.
        struct Host: Sendable {
            let namespace: Namespace
            let queues: [Tun]
            let addresses: (v4: String, v6: String)

            init(_ number: Int, queues count: Int, offload: Bool, busyPoll: Duration) throws {
                addresses = ("10.9.0.\(number)", "fd09::\(number)")
                namespace = try Namespace()
                let options = TunOptions(
                    name: Namespace.interfaceName(), mtu: 1_400, offload: offload, busyPoll: busyPoll)
                queues = try count == 1 ? [Tun.open(options)] : Tun.openQueues(count, options)
                let name = queues[0].name
                try Namespace.ip("link", "set", "dev", name, "netns", namespace.name)
                try namespace.ip("link", "set", "dev", name, "mtu", "1400", "txqueuelen", "5000", "up")
                try namespace.ip("address", "add", addresses.v4 + "/24", "dev", name)
                try namespace.ip("-6", "address", "add", addresses.v6 + "/64", "dev", name, "nodad")
            }
        }

        /// What went from the first host to the second.
        struct Traffic {
            /// Packets and super-packets of each queue.
            var queues: [Int]
            var superPackets = 0
            var partialChecksums = 0
        }

        let first: Host
        let second: Host
        private let seen: Mutex<Traffic>
        private let losses = Mutex(0)

        init(queues: Int = 1, offloads: (first: Bool, second: Bool), busyPoll: Duration = .zero) throws {
            first = try Host(1, queues: queues, offload: offloads.first, busyPoll: busyPoll)
            second = try Host(2, queues: queues, offload: offloads.second, busyPoll: busyPoll)
            seen = Mutex(Traffic(queues: [Int](repeating: 0, count: queues)))
            for index in 0..<queues {
                pump(index, from: first.queues[index], to: second.queues[index], isForth: true)
                pump(index, from: second.queues[index], to: first.queues[index], isForth: false)
            }
            // A kernel puts an address into force some time after it was added. A ping of this form asks until one answer
            // is there.
            for address in [second.addresses.v4, second.addresses.v6] {
                try first.namespace.exec("ping", "-n", "-c", "1", "-i", "0.05", "-w", "20", address)
            }
        }

        deinit {
            for queue in first.queues + second.queues { queue.close() }
        }

        var traffic: Traffic { seen.withLock { $0 } }
        /// Packets that a device did not take, or that made no sense when they were read.
        var lost: Int { losses.withLock { $0 } }

        private func pump(_ index: Int, from source: Tun, to sink: Tun, isForth: Bool) {
            Thread.detachNewThread { [weak self] in
                var batch = source.batch(capacity: 128)
                while (try? source.read(into: &batch, waiting: true)) == true {
                    // Before they are written: who receives them may look at the counts.
                    if isForth { self?.count(batch.entries, index) }
                    guard let result = try? sink.write(&batch) else { return }
                    self?.countLosses(result.lost + batch.entries.count { $0.length == 0 })
                    batch.removeAll()
                }
            }
        }

        private func count(_ entries: [PacketBatch.Entry], _ index: Int) {
            seen.withLock { traffic in
                traffic.queues[index] += entries.count
                traffic.superPackets += entries.count { $0.offload != .none && $0.offload != .checksum }
                traffic.partialChecksums += entries.count { $0.offload == .checksum }
            }
        }

        private func countLosses(_ count: Int) {
            losses.withLock { $0 += count }
        }
    }
#endif
