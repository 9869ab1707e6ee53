internal import AuraCrypto

/// What a server decides about newcomers, and the secrets it needs for it.
package struct QUICDoor {
    let tls: QUICTLS
    let checker: OuterProofChecker
    let resetSecret: [UInt8]
    let tokenSecret: [UInt8]
    var newcomers = QUICAllowance(perSecond: QUICLimits.newcomersBeforeRetry)
    var validated = QUICAllowance(perSecond: QUICLimits.validatedNewcomers)
    var answers = QUICAllowance(perSecond: QUICLimits.statelessAnswers)
    /// False once the listener is closed.
    package var isOpen = true
    /// Unproved connections, oldest first.
    private(set) var unproved: [UInt32] = []
    /// Those of them that have not shown that they can be reached.
    private var unvalidated: Set<UInt32> = []
    private let maximumLinks: Int
    package var statistics = ListenerStatistics()
    /// Newcomers that were sent round by a Retry.
    package var retries: UInt64 = 0

    /// - Parameters:
    ///   - secret: 32 bytes; keys for reset tokens and for address tokens are derived from it.
    ///   - maximumLinks: links open at once; tests ask for fewer.
    package init(
        tls: QUICTLS, checker: OuterProofChecker, secret: [UInt8], maximumLinks: Int = QUICLimits.maximumLinks
    ) throws(TransportError) {
        self.maximumLinks = maximumLinks
        self.tls = tls
        self.checker = checker
        guard let secrets = QUICSecrets(secret) else {
            throw .configuration("the QUIC secret must be \(QUICSecrets.length) bytes, not \(secret.count)")
        }
        resetSecret = secrets.reset
        tokenSecret = secrets.token
    }

    /// How many unproved connections there are.
    package var unprovedCount: Int { unproved.count }

    /// False when there are as many links as there may be.
    var hasRoom: Bool { statistics.open < maximumLinks }

    /// False when newcomers must show first that they can be reached.
    mutating func letsIn(at now: UInt64) -> Bool {
        unvalidated.count < QUICLimits.unvalidatedBeforeRetry && newcomers.take(at: now)
    }

    /// A connection has begun.
    mutating func noteBegun(_ number: UInt32, isValidated: Bool) {
        unproved.append(number)
        if !isValidated { unvalidated.insert(number) }
    }

    /// A connection has shown that it can be reached.
    mutating func noteValidated(_ number: UInt32) {
        unvalidated.remove(number)
    }

    /// A connection has proved the outer key.
    mutating func noteOpened(_ number: UInt32) {
        unproved.removeAll { $0 == number }
        statistics.accepted &+= 1
        statistics.open += 1
    }

    /// A connection has ended.
    mutating func noteEnded(_ number: UInt32, wasOpen: Bool) {
        unvalidated.remove(number)
        if wasOpen { statistics.open -= 1 } else { unproved.removeAll { $0 == number } }
    }
}
