public import AuraConfig
public import AuraPKI
public import Foundation

/// Why an operator's command cannot do what it was asked. Never holds a secret.
public enum OperatorError: Error, Sendable, Equatable {
    /// Arguments that cannot be used: every one of them, each as one line.
    case invalid([String])
    /// Files that are there and would be overwritten; nothing was written.
    case exists(paths: [String], advice: String)
    /// A file that cannot be read or written.
    case file(FileError)
    /// A record of certificates that cannot be read or changed.
    case record(RecordFileError)
    /// A configuration with problems.
    case configuration(ConfigurationError)
    /// There is no server.toml.
    case noConfiguration(path: String)
    /// There is no authority key.
    case noAuthorityKey(path: String)
    /// Of an authority's certificate and key, one is missing.
    case halfAuthority(found: String, missing: String)
    /// The authority's files cannot be used.
    case badAuthority(directory: String, PKIError)
    /// The server would refuse what this authority issues.
    case foreignAuthority(directory: String, servers: String, reason: String)
    /// Of a TLS certificate and its key, one is missing.
    case halfTLS(found: String, missing: String)
    /// A TLS certificate and its key cannot be used.
    case badTLS(certificate: String, key: String, PKIError)
    /// The file of the quic transport's secret is of another length.
    case badSecret(path: String, bytes: Int)
    /// The TLS certificate that a pin was asked for is not here.
    case noTLSCertificate(path: String)
    /// A certificate cannot be issued.
    case certificate(PKIError)
    /// Nothing was issued under this name or serial number.
    case unknownClient(String, near: [String], record: String)
    /// The certificate is a server's, which no list of revoked clients concerns.
    case serversCertificate(serial: String, name: String)
    /// The record of a server's bound ports has none.
    case nothingBound(path: String)
    /// A manifest would be valid for longer than its authority.
    case outlivesAuthority(manifest: Date, authority: Date)
    /// The record of manifests' serial numbers holds none.
    case badSerialRecord(path: String)
    /// A manifest cannot be signed.
    case signing(String)
    /// The authority's certificate, by which a manifest is to be verified, cannot be used.
    case badAuthorityCertificate(path: String, PKIError)
    /// What was made does not pass our own check: a mistake in Aura.
    case bug(String)
}

extension OperatorError: CustomStringConvertible {
    /// What was found, what was expected and what to do; one line for each problem.
    public var description: String {
        switch self {
        case .invalid(let problems): problems.joined(separator: "\n")
        case .exists(let paths, let advice):
            "already there: \(paths.joined(separator: ", ")); nothing was written; \(advice)"
        case .file(let error): error.description
        case .record(let error): error.description
        case .configuration(let error): error.description
        case .noConfiguration(let path):
            "\(path): no such file; make a server with \"aura server-init\", or name its directory with --dir"
        case .unknownClient(let text, let near, let record): Self.unknown(text, near: near, record: record)
        case .serversCertificate(let serial, let name):
            """
            \(serial) is the certificate of the server \(name), not of a client; to replace it, run \
            "aura server-init --force"
            """
        case .bug(let what): "\(what); this is a mistake in Aura, nothing was written, please report it"
        default: authorityDescription
        }
    }

    private var authorityDescription: String {
        switch self {
        case .noAuthorityKey(let path):
            """
            \(path): no such file; certificates are issued where the authority's key is kept: run this command there, \
            or name the authority's directory with --ca
            """
        case .halfAuthority(let found, let missing):
            """
            \(found) is there but \(missing) is not: half an authority, which is not replaced because clients may \
            depend on it; put the missing file back, or choose another directory with --ca
            """
        case .badAuthority(let directory, let error):
            "the authority in \(directory) cannot be used: \(error); put its files back, or choose another with --ca"
        case .foreignAuthority(let directory, let servers, let reason):
            """
            the server would refuse what the authority in \(directory) issues, because server.toml names another one, \
            \(servers): \(reason)
            """
        default: tlsDescription
        }
    }

    private var tlsDescription: String {
        switch self {
        case .halfTLS(let found, let missing):
            """
            \(found) is there but \(missing) is not; put the missing file there, or remove the other one to have both \
            made anew
            """
        case .badTLS(let certificate, let key, let error):
            """
            the TLS certificate \(certificate) with the key \(key) cannot be used: \(error); put files there that belong \
            together, or remove both to have them made anew
            """
        case .badSecret(let path, let bytes):
            """
            \(path): \(bytes) bytes found, exactly \(ConfigurationLimits.quicSecretBytes) expected; remove it to have it \
            made anew
            """
        case .noTLSCertificate(let path):
            """
            \(path): no such file; a pin needs the server's TLS certificate: copy it here (not its key), or ask for no \
            pin with --no-pin-tls
            """
        case .certificate(let error): error.description
        default: bridgesDescription
        }
    }

    private var bridgesDescription: String {
        switch self {
        case .nothingBound(let path):
            "\(path): no port found, at least one expected; the server has bound none: its log says why"
        case .outlivesAuthority(let manifest, let authority):
            """
            the manifest would be valid until \(manifest.ISO8601Format()), but its authority only until \
            \(authority.ISO8601Format()): ask for fewer days with --valid-days, or make a new authority
            """
        case .badSerialRecord(let path):
            """
            \(path): one line with a serial number expected; write the one of the newest manifest there ("aura \
            verify-bridges" shows it), or name a higher one with --serial and --force
            """
        case .signing(let reason): "the manifest cannot be signed: \(reason)"
        case .badAuthorityCertificate(let path, let error): "\(path): \(error); name the authority's ca.pem with --ca"
        default: ""
        }
    }

    private static func unknown(_ text: String, near: [String], record: String) -> String {
        let heading = "no certificate of \"\(text)\" in \(record)"
        if near.isEmpty {
            return heading + "; a certificate that is not recorded is revoked by a line of SERIAL NAME UNIXTIME"
        }
        return heading + "; did you mean \(near.joined(separator: ", "))?"
    }
}

extension OperatorError {
    /// Runs what works on files.
    static func files<R>(_ body: () throws(FileError) -> R) throws(OperatorError) -> R {
        do throws(FileError) { return try body() } catch { throw .file(error) }
    }

    /// Runs what works on records of certificates.
    static func records<R>(_ body: () throws(RecordFileError) -> R) throws(OperatorError) -> R {
        do throws(RecordFileError) { return try body() } catch { throw .record(error) }
    }

    /// Runs what makes certificates.
    static func certificates<R>(_ body: () throws(PKIError) -> R) throws(OperatorError) -> R {
        do throws(PKIError) { return try body() } catch { throw .certificate(error) }
    }
}
