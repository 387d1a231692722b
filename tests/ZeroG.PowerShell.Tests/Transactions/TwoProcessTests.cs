using System.Diagnostics;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Shell;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Transactions;

/// <summary>Several real processes send from one key to one chain, and are killed: every payment is made exactly once.</summary>
public sealed class TwoProcessTests : IClassFixture<DevNetSession>
{
    private const int Lines = 24;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly DevNetSession _devNet;

    public TwoProcessTests(DevNetSession devNet)
    {
        _devNet = devNet;
        devNet.Session.Run("""
            $network = (Get-ZgNode tests).Network
            $places = @{ RpcUri = $network.RpcUri; FlowAddress = $network.FlowAddress; IndexerUri = $network.IndexerUri }
            Register-ZgNetwork shared -ChainId $network.ChainId @places -Force
            """).AssertNoErrors();
    }

    [Fact]
    public async Task Send_FromOneKeyInTwoShells_EachPaymentIsMadeOnce()
    {
        // Both send tokens of their own, both send the same list, and one sends files besides.
        const string list = """
            1..4 | ForEach-Object { Send-ZgToken 0x00000000000000000000000000000000000000aa 1 -Reference "S-$_" @common }
            """;
        Task<ShellProcess> first = RunAsync($$"""
            1..8 | ForEach-Object { Send-ZgToken 0x00000000000000000000000000000000000000bb 1 -Reference "A-$_" @common }
            {{list}}
            """);
        Task<ShellProcess> second = RunAsync($$"""
            {{list}}
            1..4 | ForEach-Object { Set-Content "file$_.txt" "content $_"; Send-ZgFile "file$_.txt" -Network shared -Wallet dev7 }
            1..8 | ForEach-Object { Send-ZgToken 0x00000000000000000000000000000000000000cc 1 @common }
            """);

        AssertDone(await first);
        AssertDone(await second);

        Assert.Equal(
            ["4 0G", "8 0G", "8 0G"],
            Balances($"0x{0xaa:x40}", $"0x{0xbb:x40}", $"0x{0xcc:x40}"));
    }

    [Fact]
    public async Task Send_FromOneKeyOnTwoMachines_TheLoserOfARaceTakesTheNextNonce()
    {
        // With state folders of their own the two know nothing of each other, as on two machines.
        string[] recipients = [$"0x{0xdd:x40}", $"0x{0xee:x40}"];
        ShellProcess[] runs = await Task.WhenAll(recipients.Select((recipient, machine) => RunAsync($$"""
            $env:ZEROG_HOME = '{{_devNet.Folder[$"machine{machine}"]}}'
            Connect-ZgNetwork devnet -RpcUri {{_devNet.Session.Run("(Get-ZgNode tests).Uri").Single()}} -Wallet dev8
            1..12 | ForEach-Object { Send-ZgToken {{recipient}} 1 -Reference $_ -Confirm:$false }
            """)));

        Assert.All(runs, AssertDone);
        Assert.Equal(["12 0G", "12 0G"], Balances(recipients));
    }

    [Fact]
    public async Task Send_AListWhoseProcessIsKilledTwice_PaysEachLineOnce()
    {
        string[] recipients = [.. Enumerable.Range(1, Lines).Select(line => $"0x{line:x8}{new string('9', 32)}")];
        IEnumerable<string> lines = recipients.Select((recipient, line) => $"K-{line},{recipient},1");
        File.WriteAllLines(_devNet.Folder["list.csv"], lines.Prepend("Id,Recipient,Amount"));
        using ProxyNode chain = new(new Uri(_devNet.Session.Run("(Get-ZgNode tests).Network.RpcUri").Single().ToString()!));
        _devNet.Session.Run($"Register-ZgNetwork watched -ChainId (Get-ZgNode tests).Network.ChainId -RpcUri {chain.Uri} -Force")
            .AssertNoErrors();
        const string command = "$common.Network = 'watched'; Import-Csv list.csv | Send-ZgToken @common";
        foreach (int payments in new[] { 5, 9 })
        {
            TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            int sent = 0;
            chain.Gate = async (request, closed) =>
            {
                // The last payment reaches the chain, and who sent it never hears of it.
                if (request.Contains("eth_sendRawTransaction", StringComparison.Ordinal) && Interlocked.Increment(ref sent) == payments)
                {
                    Process sender = await started.Task;
                    sender.Kill();
                    await sender.WaitForExitAsync(closed);
                }
            };
            using Process doomed = Start(command);
            started.SetResult(doomed);
            await doomed.WaitForExitAsync().WaitAsync(Limit);
            Assert.True(sent >= payments, await doomed.StandardError.ReadToEndAsync());
        }

        chain.Gate = null;
        string[] left = Balances(recipients);
        Assert.Contains("0 0G", left);
        Assert.Contains("1 0G", left);
        AssertDone(await RunAsync(command));

        Assert.All(Balances(recipients), balance => Assert.Equal("1 0G", balance));
    }

    private static void AssertDone(ShellProcess run) => Assert.True(run.ExitCode == 0 && run.Error.Length == 0, run.Error + run.Output);

    private string[] Balances(params string[] addresses)
    {
        RunResult result = _devNet.Session.Run("$input | Get-ZgBalance | ForEach-Object { $_.Amount.ToString() }", addresses);
        return [.. result.Output.Select(item => item.ToString())];
    }

    private Process Start(string script) => ShellProcess.Start("-NonInteractive", "-Command", $$"""
        $ErrorActionPreference = 'Stop'
        Set-Location '{{_devNet.Folder.Path}}'
        $common = @{ Network = 'shared'; Wallet = 'dev7'; Confirm = $false }
        {{script}}
        """);

    private async Task<ShellProcess> RunAsync(string script)
    {
        using Process process = Start(script);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Limit);
        return new ShellProcess(process.ExitCode, await output, await error);
    }
}
