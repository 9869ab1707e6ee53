internal import AuraCrypto

/// What a server decides about newcomers, and the secrets it needs for it.
package struct QUICDoor {
    let tls: QUICTLS
    let checker: OuterProofChecker
    let resetSecret: [UInt8]
    let tokenSecret: [UInt8]
    var newcomers = QUICAllowance(perSecond: QUICLimits.newcomersBeforeRetry)
    var answers = QUICAllowance(perSecond: QUICLimits.statelessAnswers)
    /// False once the listener is closed.
    package var isOpen = true
    /// Unproved connections, oldest first.
    var unproved: [UInt32] = []
    package var statistics = ListenerStatistics()
    /// Newcomers that were sent round by a Retry.
    package var retries: UInt64 = 0

    /// - Parameter secret: 32 bytes; keys for reset tokens and for address tokens are derived from it.
    package init(tls: QUICTLS, checker: OuterProofChecker, secret: [UInt8]) throws(TransportError) {
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

    /// Links that are open.
    var links: Int { statistics.open }

    /// A connection has proved the outer key.
    mutating func noteOpened(_ number: UInt32) {
        unproved.removeAll { $0 == number }
        statistics.accepted &+= 1
        statistics.open += 1
    }

    /// A connection has ended.
    mutating func noteEnded(_ number: UInt32, wasOpen: Bool) {
        if wasOpen { statistics.open -= 1 } else { unproved.removeAll { $0 == number } }
    }
}
