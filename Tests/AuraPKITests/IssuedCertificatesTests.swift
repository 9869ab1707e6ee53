import AuraPKI
import Dispatch
import Foundation
import Testing

@Suite("Issued certificates")
struct IssuedCertificatesTests {
    @Test("Issued certificates are found by name and by serial number")
    func record() throws {
        try withTemporaryDirectory { root in
            let pki = try TestPKI()
            let again = try pki.authority.issue(.client(PeerName("alice")), validity: .days(1), now: now)
            let path = root + "/ca/issued.txt"
            for identity in [pki.server, pki.client, again, again] {
                try IssuedCertificates.append(IssuedCertificate(identity), toFile: path)
            }
            let record = try IssuedCertificates(contentsOf: path)
            #expect(record.entries.map(\.serial) == [pki.server.serial, pki.client.serial, again.serial])
            #expect(record.named("alice").map(\.serial) == [pki.client.serial, again.serial])
            #expect(record.named("Alice").isEmpty)
            #expect(record[serial: pki.server.serial.uppercased()]?.role == .server)
            #expect(record[serial: pki.client.serial]?.notAfter == pki.client.notAfter)
            #expect(record[serial: "0a"] == nil)
            #expect(try IssuedCertificates(text: record.text) == record)
            #expect(try mode(of: path) == 0o600)
        }
    }

    @Test("Appends at the same time lose nothing")
    func concurrentAppends() throws {
        try withTemporaryDirectory { root in
            let path = root + "/issued.txt"
            let authority = try CertificateAuthority(now: now)
            let issued = try (0..<64).map { index in
                let subject = CertificateSubject.client(try PeerName("client\(index)"))
                return IssuedCertificate(try authority.issue(subject, validity: .days(1), now: now))
            }
            // Threads of their own: the pools that the tests run on may have no second one free.
            let done = DispatchGroup()
            for worker in 0..<4 {
                done.enter()
                Thread.detachNewThread {
                    for entry in issued[(worker * 16)..<(worker * 16 + 16)] {
                        try? IssuedCertificates.append(entry, toFile: path)
                    }
                    done.leave()
                }
            }
            done.wait()
            #expect(try Set(IssuedCertificates(contentsOf: path).entries) == Set(issued))
        }
    }

    @Test(
        "A bad line is an error with the file and the line's number",
        arguments: [
            "0a alice client", "0a alice admin 5", "0a alice client x", "zz alice client 5", "0a a/b client 5",
        ])
    func badLine(_ line: String) throws {
        let error = #expect(throws: RecordFileError.self) {
            try IssuedCertificates(text: "0b bob client 5\n\(line)", path: "issued.txt")
        }
        #expect(try #require(error).description.hasPrefix("issued.txt:2: \"\(line)\" found"))
    }
}
