internal import AuraNode
internal import AuraPKI
internal import Foundation

extension OperatorError: FailureConvertible {
    var failure: CommandFailure { CommandFailure(description, code: code) }

    private var code: Int32 {
        switch self {
        case .invalid: EX_USAGE
        case .exists: EX_CANTCREAT
        case .file(let error), .record(.file(let error)): error.code
        case .configuration, .noConfiguration, .record, .halfAuthority, .badAuthority, .noAuthorityKey, .halfTLS,
            .badTLS, .badSecret, .noTLSCertificate, .nothingBound, .badSerialRecord, .badAuthorityCertificate:
            EX_CONFIG
        case .foreignAuthority, .certificate, .outlivesAuthority, .signing, .unknownClient, .serversCertificate, .bug: 1
        }
    }
}

extension FileError {
    fileprivate var code: Int32 {
        switch self {
        case .exists, .notRegular: EX_CANTCREAT
        case .missing, .exposed, .tooLarge, .notUTF8: EX_CONFIG
        case .system(_, _, EACCES), .system(_, _, EPERM): EX_NOPERM
        case .system(_, _, ENOENT): EX_CONFIG
        case .system: EX_CANTCREAT
        }
    }
}
