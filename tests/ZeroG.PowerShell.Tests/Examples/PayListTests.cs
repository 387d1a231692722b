using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Shell;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Examples;

/// <summary>The script that pays a list, as a scheduler runs it.</summary>
public sealed class PayListTests : IClassFixture<DevNetSession>
{
    private const string First = "0x1111111111111111111111111111111111111111";
    private const string Second = "0x2222222222222222222222222222222222222222";

    private readonly DevNetSession _devNet;

    public PayListTests(DevNetSession devNet)
    {
        _devNet = devNet;
        devNet.Session.Run("""
            $network = (Get-ZgNode tests).Network
            Register-ZgNetwork payday -ChainId $network.ChainId -RpcUri $network.RpcUri -Force
            """).AssertNoErrors();
    }

    [Fact]
    public async Task PayList_LineIsCorrectedAndTheScriptRunAgain_PaysWhatIsLeft()
    {
        ShellProcess broken = await RunAsync($"Id,Recipient,Amount\nN-1,{First},1.5\nN-2,{Second[..^1]},2\n");

        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("is no address", broken.Error, StringComparison.Ordinal);
        Assert.EndsWith("Paid now: 1. Paid before: 0. Not paid: 1.", broken.Output.TrimEnd(), StringComparison.Ordinal);

        ShellProcess corrected = await RunAsync($"Id,Recipient,Amount\nN-1,{First},1.5\nN-2,{Second},2\n");

        Assert.Empty(corrected.Error);
        Assert.Equal(0, corrected.ExitCode);
        Assert.EndsWith("Paid now: 1. Paid before: 1. Not paid: 0.", corrected.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(_devNet.Folder["list.paid.csv"]).Length);
        RunResult balances = _devNet.Session.Run($"'{First}', '{Second}' | Get-ZgBalance | ForEach-Object {{ $_.Amount.ToString() }}");
        Assert.Equal(["1.5 0G", "2 0G"], balances.Output.Select(balance => balance.ToString()));
    }

    [Fact]
    public async Task PayList_TwoLinesWithOneId_PaysNothing()
    {
        ShellProcess run = await RunAsync($"Id,Recipient,Amount\nT-1,{First},100\nT-1,{Second},100\n");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("needs an Id of its own", run.Error, StringComparison.Ordinal);
    }

    private async Task<ShellProcess> RunAsync(string list)
    {
        File.WriteAllText(_devNet.Folder["list.csv"], list);
        return await ShellProcess.RunAsync(
            null, "-NonInteractive", "-File", Path.Combine(Repository.Root, "examples/pay-list.ps1"),
            "-Path", _devNet.Folder["list.csv"], "-Network", "payday", "-Wallet", "dev9");
    }
}
