#if os(Linux)
    import AuraTunnel
    import Testing

    @Suite("System command runner")
    struct SystemCommandRunnerTests {
        @Test("Gives the output of a tool that works")
        func works() async throws {
            let output = try await SystemCommandRunner().run(HostCommand("ip", ["-o", "link", "show", "dev", "lo"]))
            #expect(output.contains("LOOPBACK"))
        }

        @Test(
            "Arguments reach the tool as they are, whatever a shell would make of them; its complaint is in the error")
        func fails() async throws {
            let error = try await #require(throws: CommandError.self) {
                try await SystemCommandRunner().run(HostCommand("ip", ["link", "show", "dev", "$(id);x"]))
            }
            #expect(error.description.contains("$(id);x") && error.description.contains("ip link show"), "\(error)")
            #expect(!error.description.contains("uid="))
        }

        @Test("Knows when the thing to remove is not there")
        func absent() async throws {
            let error = try await #require(throws: CommandError.self) {
                try await SystemCommandRunner().run(HostCommand("ip", ["link", "show", "dev", "aura-none"]))
            }
            #expect(error.meansAbsent, "\(error)")
            let usage = try await #require(throws: CommandError.self) {
                try await SystemCommandRunner().run(HostCommand("ip", ["nonsense"]))
            }
            #expect(!usage.meansAbsent, "\(usage)")
        }

        @Test("Runs nothing that is not on the list", arguments: ["sh", "/bin/ip", "../ip", ""])
        func notAllowed(tool: String) async {
            await #expect(throws: CommandError.notAllowed(tool)) {
                try await SystemCommandRunner().run(HostCommand(tool, []))
            }
        }

        @Test("Kills a tool that does not end")
        func timeout() async {
            let endless = HostCommand("ip", ["monitor", "link"])
            await #expect(throws: CommandError.timedOut(endless, seconds: 0)) {
                try await SystemCommandRunner(timeout: .milliseconds(100)).run(endless)
            }
        }
    }
#endif
