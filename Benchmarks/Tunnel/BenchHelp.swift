/// What `aura-bench --help` says besides the options.
enum BenchHelp {
    /// The exit code when a target was missed.
    static let missed: Int32 = 1
    /// The exit code when something could not be measured.
    static let notMeasured: Int32 = 2

    static let text = """
        Each run lays a new virtual wire for each peer in turn, brings the peer up, measures it and removes it. The \
        order changes from run to run, so that what else the machine does hits all alike. Nothing outside network \
        namespaces is touched, and all is removed in the end, also on Ctrl-C. Needs root.

        Standard output gets tables in Markdown: medians of all runs; between which numbers the runs lie; how many \
        times the number of aura is that of another peer, as the median of the ratios of each run; and what became \
        of the targets whose peers were measured. What is going on is on standard error.

        TCP and UDP are what iperf3 receives, in payload. Down is from the server to the client. CPU is the user and \
        system time that the VPN's processes at both ends take for a billion bytes of one TCP stream down; memory is \
        the most that the larger of them ever had in RAM. What the kernel does in threads of its own is in neither.

        EXAMPLES
          aura-bench
              All peers, three runs of five seconds a measurement: about a quarter of an hour.
          aura-bench --runs 5 --json results.json --plots charts
              More runs; numbers and charts to keep.
          aura-bench --only "aura udp" --only wireguard-go --metric tcp_down_mbit_s --seconds 2 --runs 1
              A quick look.
          aura-bench --ceiling-binary .build/null-cipher/release/aura-insecure-null-cipher --check
              With the build that seals nothing; fails when a target is missed.

        EXIT CODES
          0   everything was measured
          1   --check: a target was missed, or none could be judged
          2   something could not be measured; standard error says what
          64  the command line cannot be understood
          77  this machine lacks something, which is said
          130, 143  ended by Ctrl-C or SIGTERM
        """
}
