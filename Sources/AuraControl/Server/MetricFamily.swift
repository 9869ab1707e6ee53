/// One metric of the Prometheus text exposition format 0.0.4: its help, its type and its samples.
struct MetricFamily<Value: CustomStringConvertible> {
    enum Kind: String {
        case counter
        case gauge
    }

    let name: String
    let kind: Kind
    let help: String
    /// Two samples with the same labels would be refused by Prometheus; this makes one of them.
    let merge: (Value, Value) -> Value
    private var order: [String] = []
    private var values: [String: Value] = [:]

    init(_ name: String, _ kind: Kind, _ help: String, merge: @escaping (Value, Value) -> Value) {
        self.name = name
        self.kind = kind
        self.help = help
        self.merge = merge
    }

    mutating func add(_ value: Value, _ labels: KeyValuePairs<String, String> = [:]) {
        let key = Self.render(labels)
        if let old = values.updateValue(value, forKey: key) {
            values[key] = merge(old, value)
        } else {
            order.append(key)
        }
    }

    /// The text of the family; empty when it has no sample.
    var text: String {
        if order.isEmpty { return "" }
        let samples = order.map { "\(name)\($0) \(values[$0].map(\.description) ?? "0")\n" }.joined()
        return "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n\(samples)"
    }

    private static func render(_ labels: KeyValuePairs<String, String>) -> String {
        if labels.isEmpty { return "" }
        return "{" + labels.map { "\($0.key)=\"\(escape($0.value))\"" }.joined(separator: ",") + "}"
    }

    /// The three escapes of the format; over scalars, since a line end may hide in a longer character (CR LF).
    private static func escape(_ value: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped.append(contentsOf: #"\\"#.unicodeScalars)
            case "\"": escaped.append(contentsOf: #"\""#.unicodeScalars)
            case "\n": escaped.append(contentsOf: #"\n"#.unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}

extension MetricFamily where Value == UInt64 {
    /// A counter; samples with the same labels are added up.
    static func counter(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily(name, .counter, help) { $0 &+ $1 }
    }

    /// A gauge of things counted; samples with the same labels are added up.
    static func count(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily(name, .gauge, help) { $0 &+ $1 }
    }

    /// Adds a counter for each reason, in the order of the reasons.
    mutating func add(_ reasons: [String: UInt64], label: String) {
        for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) { add(count, [label: reason]) }
    }
}

extension MetricFamily where Value == Double {
    /// A gauge; of samples with the same labels the greatest stays.
    static func gauge(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily(name, .gauge, help, merge: Swift.max)
    }
}
