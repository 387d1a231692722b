using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Networks;

/// <summary>Connect-, Disconnect-, Get-, Register- and Unregister-ZgNetwork, and Get-ZgBalance on what they connect to.</summary>
public sealed class NetworkCmdletTests : IDisposable
{
    private readonly UserHome _home = new();
    private readonly ModuleSession _session = new();
    private readonly ScriptedChain _chain = new(31337, ("eth_getBalance", "0x14d1120d7b160000"));

    public void Dispose()
    {
        _session.Dispose();
        _chain.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void Get_NoName_ListsBuiltInNetworks() =>
        Assert.Equal(["mainnet", "galileo", "devnet"], Names(_session.Run("Get-ZgNetwork")));

    [Fact]
    public void Get_UnknownName_IsAnErrorAndOthersGoOn()
    {
        RunResult result = _session.Run("'nowhere', 'galileo' | Get-ZgNetwork");

        Assert.Equal("nowhere", result.SingleError("ZgNetworkNotFound").TargetObject);
        Assert.Equal(["galileo"], Names(result));
    }

    [Fact]
    public void Current_NotConnected_SaysBothCommandsThatHelp()
    {
        ErrorRecord error = _session.Run("Get-ZgNetwork -Current").SingleError("ZgNotConnected");

        Assert.Contains("Connect-ZgNetwork", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Start-ZgDevNet", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
    }

    [Fact]
    public void Register_ThenConnectWithDevelopmentWallet_BalanceIsThatOfTheWallet()
    {
        RunResult result = _session.Run($$"""
            $null = Register-ZgNetwork lab -ChainId 31337 -RpcUri {{_chain.Uri}} -MinimumTip '2 gwei'
            Connect-ZgNetwork lab -Wallet dev0
            Get-ZgBalance
            """);

        dynamic balance = result.Single();
        Assert.Equal("1.5 0G", balance.Amount.ToString());
        Assert.Equal("lab", balance.Network);
        Assert.Equal("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", balance.Address.ToString());
    }

    [Fact]
    public void Register_WhatIf_KeepsNothing()
    {
        _session.Run($"Register-ZgNetwork lab -ChainId 1 -RpcUri {_chain.Uri} -WhatIf").AssertNoErrors();

        Assert.Empty(Directory.GetFiles(_home.Path));
    }

    [Fact]
    public void Register_NameTaken_NeedsForce()
    {
        string register = $"Register-ZgNetwork lab -ChainId 31337 -RpcUri {_chain.Uri}";
        _session.Run(register).AssertNoErrors();

        Assert.Equal("lab", _session.Run(register).SingleError("ZgNetworkExists").TargetObject);
        _session.Run(register + " -Force").AssertNoErrors();
    }

    [Fact]
    public void Unregister_NetworkObjects_ForgetsThemAndOnlyThem()
    {
        _session.Run($"'a', 'b', 'c' | ForEach-Object {{ Register-ZgNetwork $_ -ChainId 1 -RpcUri {_chain.Uri} }}").AssertNoErrors();

        RunResult result = _session.Run("Get-ZgNetwork [ac] | Unregister-ZgNetwork");

        result.AssertNoErrors();
        Assert.Empty(result.Output);
        Assert.Empty(result.Warnings);
        Assert.Equal(["mainnet", "galileo", "devnet", "b"], Names(_session.Run("Get-ZgNetwork")));
    }

    [Fact]
    public void Unregister_RowsOfATableAndOneThatIsUnknown_TheOthersGoOn()
    {
        _session.Run($"'a', 'b' | ForEach-Object {{ Register-ZgNetwork $_ -ChainId 1 -RpcUri {_chain.Uri} }}").AssertNoErrors();

        RunResult result = _session.Run(
            "'A', 'nowhere', 'b' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Unregister-ZgNetwork");

        Assert.Equal("nowhere", result.SingleError("ZgNetworkNotFound").TargetObject);
        Assert.Equal(["mainnet", "galileo", "devnet"], Names(_session.Run("Get-ZgNetwork")));
    }

    [Fact]
    public void Unregister_BuiltIn_IsRefusedByItsOwnId()
    {
        ErrorRecord error = _session.Run("Unregister-ZgNetwork mainnet").SingleError("ZgNetworkBuiltIn");

        Assert.Equal("mainnet", error.TargetObject);
        Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
    }

    [Fact]
    public void Unregister_Wildcard_IsTakenAsAName()
    {
        _session.Run($"Register-ZgNetwork lab -ChainId 1 -RpcUri {_chain.Uri}").AssertNoErrors();

        Assert.Equal("l*", _session.Run("Unregister-ZgNetwork l*").SingleError("ZgNetworkNotFound").TargetObject);
        _session.Run("Get-ZgNetwork lab").AssertNoErrors();
    }

    [Fact]
    public void Unregister_WhatIf_KeepsItAndRefusesWhatCannotBe()
    {
        _session.Run($"Register-ZgNetwork lab -ChainId 1 -RpcUri {_chain.Uri}").AssertNoErrors();

        RunResult result = _session.Run("Unregister-ZgNetwork lab, nowhere -WhatIf");

        result.SingleError("ZgNetworkNotFound");
        _session.Run("Get-ZgNetwork lab").AssertNoErrors();
    }

    [Fact]
    public void Unregister_ConnectedToIt_WarnsAndStaysConnected()
    {
        RunResult result = _session.Run($$"""
            $null = Register-ZgNetwork lab -ChainId 31337 -RpcUri {{_chain.Uri}}
            Connect-ZgNetwork lab -Wallet dev0
            Unregister-ZgNetwork LAB
            Get-ZgBalance
            """);

        Assert.Equal("1.5 0G", ((dynamic)result.Single()).Amount.ToString());
        Assert.Equal(["This session stays connected to 'lab' until Disconnect-ZgNetwork. No later one can be."], result.Warnings);
        _session.Run("Disconnect-ZgNetwork; Connect-ZgNetwork lab").SingleError("ZgNetworkNotFound");
    }

    [Fact]
    public void Unregister_DamagedFile_NamesItAndLeavesIt()
    {
        string file = Path.Combine(_home.Path, "networks.json");
        File.WriteAllText(file, "[1]");

        ErrorRecord error = _session.Run("Unregister-ZgNetwork lab").SingleError("ZgNetworkFileInvalid");

        Assert.Equal("lab", error.TargetObject);
        Assert.Contains(file, error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("[1]", File.ReadAllText(file));
        Assert.Empty(_session.Complete("Unregister-ZgNetwork l"));
    }

    [Fact]
    public void Completion_OfUnregister_OffersOnlyWhatIsRegistered()
    {
        _session.Run($"'moon', 'lab' | ForEach-Object {{ Register-ZgNetwork $_ -ChainId 1 -RpcUri {_chain.Uri} }}").AssertNoErrors();

        Assert.Equal(["moon"], _session.Complete("Unregister-ZgNetwork m").Select(offer => offer.CompletionText));
    }

    [Fact]
    public void Connect_NodeOfOtherChain_RefusesAndStaysUnconnected()
    {
        RunResult result = _session.Run($"Connect-ZgNetwork galileo -RpcUri {_chain.Uri}");

        result.SingleError("ZgWrongChain");
        _session.Run("Get-ZgNetwork -Current").SingleError("ZgNotConnected");
    }

    [Fact]
    public void Connect_DevelopmentWalletOnPublicNetwork_IsNoWallet()
    {
        using ScriptedChain galileo = new(16602);

        _session.Run($"Connect-ZgNetwork galileo -Wallet dev0 -RpcUri {galileo.Uri}").SingleError("ZgWalletNotFound");
    }

    [Fact]
    public void Connect_RelativeUri_FailsInBinding() =>
        _session.Run("Connect-ZgNetwork devnet -RpcUri nonsense").SingleError("ParameterArgumentValidationError");

    [Fact]
    public void Disconnect_Connected_ForgetsNetwork()
    {
        _session.Run($"Connect-ZgNetwork devnet -RpcUri {_chain.Uri} -Wallet dev1; Disconnect-ZgNetwork").AssertNoErrors();

        _session.Run("Get-ZgBalance").SingleError("ZgNotConnected");
    }

    [Fact]
    public void Balance_RowsOfATable_BindByAddress()
    {
        RunResult result = _session.Run($$"""
            Connect-ZgNetwork devnet -RpcUri {{_chain.Uri}}
            $row = [pscustomobject]@{ Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' }
            $row, [pscustomobject]@{ Address = 'no address' } | Get-ZgBalance
            # As ConvertFrom-Json and Import-Clixml give it back.
            [pscustomobject]@{ Address = [pscustomobject]@{ Value = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' } } | Get-ZgBalance
            """);

        Assert.Equal(2, result.Output.Count);
        Assert.Equal("no address", result.SingleError("ZgAddressInvalid").TargetObject);
    }

    [Fact]
    public void Session_OtherRunspace_IsNotConnected()
    {
        _session.Run($"Connect-ZgNetwork devnet -RpcUri {_chain.Uri}").AssertNoErrors();
        using ModuleSession other = new();

        other.Run("Get-ZgNetwork -Current").SingleError("ZgNotConnected");
    }

    [Fact]
    public void Completion_NetworkName_OffersWhatExists()
    {
        string[] offers = [.. _session.Complete("Connect-ZgNetwork m").Select(offer => offer.CompletionText)];

        Assert.Equal(["mainnet"], offers);
    }

    private static string[] Names(RunResult result) => [.. result.Output.Select(network => (string)network.Properties["Name"].Value)];
}
