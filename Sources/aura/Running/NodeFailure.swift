internal import AuraConfig
internal import AuraNode
internal import Foundation

extension NodeError: FailureConvertible {
    var failure: CommandFailure {
        switch kind {
        case .configuration: CommandFailure(description, code: EX_CONFIG)
        case .permission: CommandFailure(description, code: EX_NOPERM)
        case .busy: CommandFailure(description, code: EX_TEMPFAIL)
        case .failure: CommandFailure(description, code: 1)
        }
    }
}

extension TransportNotOffered: FailureConvertible {
    var failure: CommandFailure { CommandFailure(description, code: EX_CONFIG) }
}

extension ConfigurationError: FailureConvertible {
    var failure: CommandFailure { CommandFailure(description, code: EX_CONFIG) }
}
