internal import AuraConfig
public import AuraControl
public import AuraPKI
public import AuraTransport
public import AuraTunnel

/// Why a node does not run, or runs no longer.
public enum NodeError: Error, Sendable {
    /// The control socket cannot be had.
    case controlSocket(ControlSocketError)
    /// A file cannot be read.
    case file(FileError)
    /// A certificate or key is not good.
    case pki(PKIError)
    /// The list of revoked certificates is not good.
    case revocations(RecordFileError)
    /// Our own certificate would be refused by every peer.
    case ownCertificate(PeerRejection)
    /// A value in the configuration cannot be used.
    case configuration(String)
    /// The TUN device cannot be made or used.
    case device(DeviceError)
    /// A socket cannot be made.
    case socket(TransportError)
    /// The host cannot be set up.
    case host(HostError)
    /// The file of leases is not good.
    case leases(StateFileError)
    /// A transport broke while serving.
    case linkClosed(LinkCloseReason)
}

extension NodeError {
    /// What kind of trouble it is; programs turn it into an exit code.
    public enum Kind: Sendable {
        /// The configuration or a file that it names must be changed.
        case configuration
        /// A privilege is missing.
        case permission
        /// Something else holds what is needed; trying again later may help.
        case busy
        /// Anything else.
        case failure
    }

    /// The kind of trouble.
    public var kind: Kind {
        switch self {
        case .controlSocket(.busy), .device(.busy), .host(.inUse): .busy
        case .socket(let error) where error.isBusy: .busy
        case .socket(let error) where error.isNotPermitted: .permission
        case .controlSocket(.permissionDenied), .device(.notPermitted): .permission
        case .controlSocket(.pathTooLong), .controlSocket(.invalidPath), .controlSocket(.notASocket): .configuration
        case .file, .pki, .revocations, .ownCertificate, .configuration, .leases, .device(.invalidName): .configuration
        case .controlSocket, .device, .socket, .host, .linkClosed: .failure
        }
    }
}

extension NodeError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .controlSocket(let error): "\(error)"
        case .file(let error): "\(error)"
        case .pki(let error): "\(error)"
        case .revocations(let error): "\(error)"
        case .ownCertificate(let rejection):
            "our own certificate would be refused: \(rejection); make a new one with server-init or provision-client"
        case .configuration(let text): text
        case .device(let error): "\(error)"
        case .socket(let error): "\(error)"
        case .host(let error): "\(error)"
        case .leases(let error): "\(error)"
        case .linkClosed(let reason): "the UDP socket is gone: \(reason)"
        }
    }
}
