internal import AuraBridges
internal import AuraConfig

/// What names a bridge on a command line, in a manifest or in a profile: what is taken is given back by its description.
enum EndpointTrial {
    static func run(_ bytes: [UInt8]) throws(BrokenPromise) -> FuzzTarget.Outcome {
        let text = String(decoding: bytes, as: UTF8.self)
        let endpoint = try roundTrip(text, BridgeEndpoint.init(argument:))
        let address = try roundTrip(text, BridgeAddress.init(argument:))
        let url = BridgesURL(text)
        if let url, BridgesURL(url.description) != url { throw BrokenPromise("\(url) does not come back") }
        guard endpoint.map(\.addresses)?.isEmpty != true else { throw BrokenPromise("an endpoint without addresses") }
        return endpoint == nil && address == nil && url == nil ? .refused : .accepted
    }

    private static func roundTrip<Value: Equatable & CustomStringConvertible>(
        _ text: String, _ parse: (String) throws(BridgeSyntaxError) -> Value
    ) throws(BrokenPromise) -> Value? {
        guard let value = try attempt(text, parse) else { return nil }
        guard try attempt(value.description, parse) == value else {
            throw BrokenPromise("\(value) does not come back from its description")
        }
        return value
    }

    private static func attempt<Value>(
        _ text: String, _ parse: (String) throws(BridgeSyntaxError) -> Value
    ) throws(BrokenPromise) -> Value? {
        do throws(BridgeSyntaxError) {
            return try parse(text)
        } catch {
            try MessageCheck.check(error.description)
            return nil
        }
    }
}
