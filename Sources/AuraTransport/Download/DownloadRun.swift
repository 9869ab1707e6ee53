internal import AuraWire
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// One download under way, over its redirects.
final class DownloadRun: Sendable {
    private let download: HTTPSDownload
    private let context: NIOSSLContext
    private let limit: Int
    private let start: DownloadPlace
    private let loop: any EventLoop
    private let promise: EventLoopPromise<[UInt8]>
    /// How the place is called that is asked now.
    private let asked: Mutex<String>

    init(_ download: HTTPSDownload, context: NIOSSLContext, limit: Int, _ start: DownloadPlace) {
        self.download = download
        self.context = context
        self.limit = limit
        self.start = start
        loop = TCPLoops.shared.group.next()
        promise = loop.makePromise()
        asked = Mutex(start.authority)
    }

    /// Waits for the outcome, and for no name service that hangs.
    func value() async throws -> [UInt8] {
        let timer = loop.scheduleTask(in: download.timeout.nio) {
            self.fail(.timedOut(self.asked.withLock { $0 }, self.download.timeout))
        }
        let work = Task {
            do {
                self.promise.succeed(try await self.follow())
            } catch {
                self.promise.fail(error)
            }
        }
        promise.futureResult.whenComplete { _ in
            timer.cancel()
            work.cancel()
        }
        return try await promise.futureResult.get()
    }

    /// Ends it; does nothing once it has ended.
    func fail(_ error: DownloadError) {
        promise.fail(error)
    }

    private func follow() async throws -> [UInt8] {
        var place = start
        for _ in 0...HTTPSDownload.maximumRedirects {
            asked.withLock { $0 = place.authority }
            switch try await fetch(place) {
            case .body(let bytes): return bytes
            case .elsewhere(let location): place = try place.following(location)
            }
        }
        throw DownloadError.redirect(place.authority, "after \(HTTPSDownload.maximumRedirects) times that is enough")
    }

    /// Asks one place, at the first of its addresses that takes the connection.
    private func fetch(_ place: DownloadPlace) async throws -> DownloadAnswer {
        var failure = DownloadError.notConnected(place.authority, "it has no address")
        for address in try await addresses(of: place) {
            // Whatever ended the download meanwhile has been told.
            try Task.checkCancellation()
            let answer = loop.makePromise(of: DownloadAnswer.self)
            do {
                let channel = try await connect(to: address, place, answer)
                defer { channel.close(promise: nil) }
                return try await answer.futureResult.get()
            } catch {
                answer.fail(error)
                if error is DownloadError { throw error }
                failure = DownloadError(connecting: place.authority, isMarked: download.mark != nil, error)
            }
        }
        throw failure
    }

    private func addresses(of place: DownloadPlace) async throws(DownloadError) -> [IPAddress] {
        if let address = IPAddress(place.host) { return [address] }
        do throws(ResolveError) {
            return try await download.resolve(place.host)
        } catch {
            throw .unresolved(error)
        }
    }

    private func connect(
        to address: IPAddress, _ place: DownloadPlace, _ answer: EventLoopPromise<DownloadAnswer>
    ) async throws -> any Channel {
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(min(download.timeout, HTTPSDownload.connectTimeout).nio)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.prepare(channel, place, answer) }
            }
        let mark = download.mark.flatMap(TCPSocketOption.mark).map { [$0] } ?? []
        let marked = mark.reduce(bootstrap) { $0.channelOption($1.option, value: $1.value) }
        guard let target = AuraWire.SocketAddress(address, port: place.port).nio else {
            throw DownloadError.notConnected(place.authority, "\(address) is no address to connect to")
        }
        return try await marked.connect(to: target).get()
    }

    private func prepare(
        _ channel: any Channel, _ place: DownloadPlace, _ answer: EventLoopPromise<DownloadAnswer>
    ) throws {
        // Whatever ends the download, the connection ends with it.
        promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: place.serverName))
        try pipeline.addHandler(DownloadIdentity(place))
        try pipeline.addHandler(DownloadBound(place, limit: limit))
        try pipeline.addHTTPClientHandlers()
        try pipeline.addHandler(DownloadHandler(place, limit: limit, answer))
    }
}
