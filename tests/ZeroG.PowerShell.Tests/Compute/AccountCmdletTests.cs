using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Shell;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Compute;

/// <summary>Accounts from a shell: deposits, transfers, refunds and withdrawals.</summary>
public sealed class AccountCmdletTests(ComputeSession compute) : IClassFixture<ComputeSession>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Wallets that have no account, and one with 3 0G in the main account and 2 0G for inference with the provider.
    private const int Stranger = 0;
    private const int Customer = 1;

    // All other tests pay from a wallet of their own each.
    private static int _last = 1;

    private int? _wallet;

    private int Wallet => _wallet ??= Interlocked.Increment(ref _last);

    private string User => compute.Address(Wallet);

    [Fact]
    public void Account_FromTheFirstDepositToTheLastWithdrawal_AddsUp()
    {
        RunResult moved = Run($"""
            Add-ZgDeposit 10
            Add-ZgDeposit '1 neuron'
            Move-ZgFund {compute.Provider} 5 -Service Inference
            Move-ZgFund {compute.Provider} 2 -Service FineTuning
            Request-ZgRefund -All
            """);
        moved.AssertNoErrors();
        Assert.Equal(
            ["Deposit 10 0G", "Deposit 0.000000000000000001 0G", "Transfer 5 0G Inference", "Transfer 2 0G FineTuning"],
            moved.Output.Take(4).Select(item => Text(item, "Kind", "Amount", "Service").TrimEnd()));
        Assert.Equal(
            ["Inference 0 0G 5 0G 5 0G 0 0G", "FineTuning 0 0G 2 0G 2 0G 0 0G"],
            moved.Output.Skip(4).Select(item => Text(item, "Service", "Collected", "Requested", "Locked", "Free")));
        Assert.All(moved.Output, item => Assert.NotEqual("0 0G", Text(item, "Fee")));

        compute.Wait(Day);
        RunResult collected = Run("Complete-ZgRefund -All");
        Assert.Equal(["5 0G", "2 0G"], collected.Output.Select(item => Text(item, "Collected")));
        Run("Remove-ZgDeposit -All").AssertNoErrors();

        Assert.Equal($"No compute account exists for {User} on accounts.", Refusal("Get-ZgAccount", "ZgAccountMissing"));
    }

    [Fact]
    public void DepositAndTransfer_WithReferences_AreMadeOnce()
    {
        string reference = $"order-{Wallet}";
        string list = $"""
            Add-ZgDeposit 10 -Reference {reference}
            Move-ZgFund {compute.Provider} 4 -Service Inference -Reference {reference}-move
            """;

        RunResult twice = Run($"{list}\n{list}");

        twice.AssertNoErrors();
        Assert.Equal(
            [$"{reference} False", $"{reference}-move False", $"{reference} True", $"{reference}-move True"],
            twice.Output.Select(item => Text(item, "Reference", "AlreadySent")));
        Assert.Equal(2, twice.Output.Select(item => Text(item, "Transaction")).Distinct().Count());
        Assert.Equal("10 0G 6 0G", Text(Assert.Single(Run("Get-ZgAccount").Output), "Total", "Available"));
        Assert.StartsWith(
            $"The reference '{reference}' belongs to another payment",
            Run($"Add-ZgDeposit 9 -Reference {reference}").SingleError("ZgReferenceTaken").ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Account_IsOneObjectToReadAndToFilter()
    {
        Run($"""
            Add-ZgDeposit 10
            Move-ZgFund {compute.Provider} 5 -Service Inference
            Request-ZgRefund {compute.Provider} -Service Inference
            Move-ZgFund {compute.Provider} 1.5 -Service Inference
            """).AssertNoErrors();

        string[] lines = (await ShellAsync("Get-ZgAccount")).Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains($"Address     : {User}", lines);
        Assert.Contains("Available   : 5 0G", lines);
        Assert.Contains("Locked      : 5 0G", lines);
        Assert.Contains($"SubAccounts : inference {compute.Provider}: 1.5 0G free, 3.5 0G asked back", lines);
        Assert.Matches(
            $"^Refunds     : 3.5 0G from inference {compute.Provider}, (1\\.00:00:00|23:59:[0-9]{{2}}) left$",
            lines.Single(line => line.StartsWith("Refunds", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.StartsWith("InOtherServices", StringComparison.Ordinal));
        Assert.Equal("1.5 0G", Run("(Get-ZgAccount).SubAccounts.Where({ $_.Free -lt '2' }).Free.ToString()").Single());
        Assert.Equal(1, Run("@((Get-ZgAccount).Refunds | Where-Object TimeLeft -LT '1.00:00:01').Count").Single());
        string json = (string)Run("Get-ZgAccount | ConvertTo-Json -Depth 4").Single();
        Assert.Contains("\"Value\": \"1.5 0G\"", json, StringComparison.Ordinal);
        Assert.Contains($"\"Value\": \"{compute.Provider}\"", json, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Get_OfAnyAddress_NeedsNoWallet()
    {
        Run("Add-ZgDeposit 3").AssertNoErrors();
        string stranger = "0x00000000000000000000000000000000000000AB";

        RunResult result = compute.Session.Run(
            $"'{User}', '{stranger}', 'nonsense' | Get-ZgAccount -Network accounts | ForEach-Object {{ \"$($_.Available)\" }}");

        Assert.Equal(["3 0G"], result.Output.Select(item => item.ToString()));
        Assert.Equal(["ZgAccountMissing", "ZgAddressInvalid"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public void Get_OfAKeptWallet_AsksForNoPassword()
    {
        compute.Session.Run("""
            $password = ConvertTo-SecureString 'long enough' -AsPlainText
            $kept = New-ZgWallet kept -Password $password
            """).AssertNoErrors();

        ErrorRecord error = compute.Session.Run("Get-ZgAccount -Wallet kept").SingleError("ZgAccountMissing");

        Assert.Equal(compute.Session.Run("$kept.Address.ToString()").Single(), error.TargetObject.ToString());
    }

    [Fact]
    public void Deposit_ForSomebodyElse_NeedsAYesAndIsTheirs()
    {
        string somebody = compute.Address(14);
        string before = $"(Get-ZgAccount {somebody} -ErrorAction Ignore).Available.ToString()";

        Run($"Add-ZgDeposit 3 -Recipient {somebody}").SingleError("ZgConfirmationNeeded");
        Assert.Empty(compute.Session.Run($"Get-ZgAccount {somebody} -ErrorAction Ignore").Output);
        dynamic paid = Run($"Add-ZgDeposit 3 -Recipient {somebody} -Confirm:$false").Single();

        Assert.Equal(somebody, ((object)paid.To).ToString(), ignoreCase: true);
        Assert.Equal(User, ((object)paid.From).ToString(), ignoreCase: true);
        Assert.Equal("3 0G", compute.Session.Run(before).Single());
    }

    [Fact]
    public async Task WhatIf_EveryStep_SaysWhatWouldHappenAndSendsNothing()
    {
        Run($"""
            Add-ZgDeposit 10
            Move-ZgFund {compute.Provider} 5 -Service Inference
            Request-ZgRefund {compute.Provider} -Service Inference
            """).AssertNoErrors();
        compute.Wait(Day);
        Run($"Move-ZgFund {compute.Provider} 1 -Service Inference").AssertNoErrors();
        int sent = compute.Sent(User);

        string shown = await ShellAsync($"""
            Add-ZgDeposit 1 -WhatIf
            Move-ZgFund {compute.Provider} 2 -Service Inference -WhatIf
            Move-ZgFund {compute.OtherProvider} 2 -Service Inference -WhatIf
            Request-ZgRefund -All -WhatIf
            Complete-ZgRefund -All -WhatIf
            Remove-ZgDeposit -All -WhatIf
            """);

        Assert.Contains($"\"1 0G to the compute account of {User}\"", shown, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("Deposit on accounts-chain for a fee of about 0\\.[0-9]+ 0G, from dev", shown);
        Assert.Contains($"\"2 0G to the inference sub-account with {compute.Provider}\"", shown, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "Move from the main account on accounts-chain, 2 0G of it from refunds that are cancelled for a fee", shown,
            StringComparison.Ordinal);
        Assert.Contains("\"2 0G to the inference sub-account, a new one, with", shown, StringComparison.Ordinal);
        Assert.Contains("Ask for the 1 0G that are free there", shown, StringComparison.Ordinal);
        Assert.Contains("and collect 4 0G asked for earlier", shown, StringComparison.Ordinal);
        Assert.Contains("Collect 4 0G into the main account of", shown, StringComparison.Ordinal);
        Assert.Contains("a second transaction keeps the 1 0G free that are free", shown, StringComparison.Ordinal);
        Assert.Contains("5 0G stays in the account", shown, StringComparison.Ordinal);
        Assert.Equal(sent, compute.Sent(User));
    }

    [Fact]
    public void Complete_MoneyIsFree_KeepsItFree()
    {
        Run($"""
            Add-ZgDeposit 10
            Move-ZgFund {compute.Provider} 5 -Service Inference
            Request-ZgRefund {compute.Provider} -Service Inference
            Move-ZgFund {compute.Provider} 1.5 -Service Inference
            """).AssertNoErrors();
        compute.Wait(Day);

        PSObject result = Assert.Single(Run("(Get-ZgAccount).Refunds | Complete-ZgRefund").Output);

        Assert.Equal("3.5 0G 0 0G 0 0G 1.5 0G", Text(result, "Collected", "Requested", "Locked", "Free"));
        Assert.Equal("8.5 0G 1.5 0G", Run("$account = Get-ZgAccount; \"$($account.Available) $($account.SubAccounts.Free)\"").Single());
    }

    [Fact]
    public void Request_EverythingTwice_CollectsTheSecondTime()
    {
        Run($"""
            Add-ZgDeposit 10
            Move-ZgFund {compute.Provider} 5 -Service Inference
            Move-ZgFund {compute.Provider} 2 -Service FineTuning
            Request-ZgRefund -All
            """).AssertNoErrors();
        compute.Wait(Day);

        RunResult second = Run("Request-ZgRefund -All");

        second.AssertNoErrors();
        Assert.Equal(["5 0G 0 0G", "2 0G 0 0G"], second.Output.Select(item => Text(item, "Collected", "Requested")));
        Assert.Empty(Run("Request-ZgRefund -All").Output);
    }

    [Fact]
    public void Refunds_StillLocked_AreNamedAndNothingIsSent()
    {
        Run($"""
            Add-ZgDeposit 10
            Move-ZgFund {compute.Provider} 5 -Service Inference
            Request-ZgRefund {compute.Provider} -Service Inference
            """).AssertNoErrors();
        int sent = compute.Sent(User);

        foreach (string command in (string[])
            [
                $"Complete-ZgRefund {compute.Provider} -Service Inference", "Complete-ZgRefund -All",
                $"Request-ZgRefund {compute.Provider} -Service Inference", "Request-ZgRefund -All",
            ])
        {
            ErrorRecord error = Run(command).SingleError("ZgRefundLocked");
            Assert.Matches("^5 0G stays locked until [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} UTC\\.$", error.ErrorDetails.Message);
            Assert.Equal("Run the same command again after that.", error.ErrorDetails.RecommendedAction);
        }

        Assert.Equal(sent, compute.Sent(User));
    }

    [Fact]
    public void Refunds_OneBadProvider_DoesNotStopTheOthers()
    {
        Run($"""
            Add-ZgDeposit 10
            Move-ZgFund {compute.Provider} 1 -Service Inference
            Move-ZgFund {compute.OtherProvider} 2 -Service Inference
            """).AssertNoErrors();

        RunResult result = Run(
            $"Request-ZgRefund {compute.Provider}, {compute.Address(16)}, nonsense, {compute.OtherProvider} -Service Inference");

        Assert.Equal(["1 0G", "2 0G"], result.Output.Select(item => Text(item, "Requested")));
        Assert.Single(result.Output.Select(item => Text(item, "Transaction")).Distinct());
        Assert.Equal(
            ["ZgSubAccountMissing", "ZgAddressInvalid"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public void Provider_TabKey_OffersTheSubAccountsOfTheService()
    {
        Run($"""
            Add-ZgDeposit 10
            Move-ZgFund {compute.OtherProvider} 1 -Service Inference
            Move-ZgFund {compute.Provider} 2 -Service FineTuning
            """).AssertNoErrors();

        Assert.Equal(2, compute.Session.Complete("Request-ZgRefund -Provider ").Count);
        CompletionResult only = Assert.Single(compute.Session.Complete("Request-ZgRefund -Service FineTuning -Provider "));
        Assert.Equal(compute.Provider, only.CompletionText, ignoreCase: true);
        Assert.Equal($"fine-tuning {only.CompletionText}: 2 0G free", only.ToolTip);
        Assert.Empty(compute.Session.Complete("Request-ZgRefund -Network no-such-network -Provider 0x"));

        compute.Session.Run("$null = Get-ZgProvider -IncludeUnapproved").AssertNoErrors();
        IReadOnlyList<CompletionResult> targets = compute.Session.Complete("Move-ZgFund -Service Inference -Provider ");
        Assert.Equal(compute.OtherProvider, targets[0].CompletionText);
        Assert.Contains(targets, target => target.CompletionText == compute.Provider);
    }

    [Theory]
    [InlineData("Add-ZgDeposit 0.05", "ZgDepositTooSmall", "The first deposit must be at least 0.1 0G on accounts; got 0.05 0G.")]
    [InlineData("Add-ZgDeposit 0", "ZgAmountInvalid", "An amount of 0 0G is no deposit.")]
    [InlineData("Add-ZgDeposit 1000000", "ZgInsufficientFunds", null)]
    [InlineData("Add-ZgDeposit 1 -Recipient 0x0000000000000000000000000000000000000000 -Confirm:$false", "ZgRecipientInvalid", null)]
    [InlineData("Add-ZgDeposit 1 -Recipient 0xf39fd6e51aad88F6F4ce6aB8827279cffFb92266", "ZgAddressInvalid", null)]
    [InlineData("Add-ZgDeposit 3 -MaxFee '1 gwei'", "ZgFeeAboveLimit", null)]
    [InlineData("Remove-ZgDeposit 1", "ZgAccountMissing", null)]
    [InlineData("Remove-ZgDeposit -All", "ZgAccountMissing", null)]
    [InlineData("Move-ZgFund <provider> 1 -Service Inference", "ZgAccountMissing", null)]
    [InlineData("Complete-ZgRefund <provider> -Service Inference", "ZgSubAccountMissing", null)]
    public void WithoutAccount_EachMistake_IsNamed(string command, string id, string? message)
    {
        _wallet = Stranger;

        string shown = Refusal(command, id);

        Assert.True(message is null || message == shown, shown);
        Assert.Empty(compute.Session.Run($"Get-ZgAccount {User} -ErrorAction Ignore").Output);
    }

    [Theory]
    [InlineData(
        "Move-ZgFund <other> 0.001 -Service Inference", "ZgTransferTooSmall",
        "A new sub-account with <other> needs at least 0.01 0G; got 0.001 0G.")]
    [InlineData("Move-ZgFund <provider> 9 -Service Inference", "ZgMainAccountTooLow", "Main account has 3 0G free, 9 0G needed.")]
    [InlineData("Move-ZgFund <nobody> 1 -Service Inference", "ZgProviderUnknown", "<nobody> offers no inference service on accounts.")]
    [InlineData("Move-ZgFund <other> 1 -Service FineTuning", "ZgProviderUnknown", "<other> offers no fine-tuning service on accounts.")]
    [InlineData("Remove-ZgDeposit 5", "ZgWithdrawalTooLarge", "Only 3 0G can be withdrawn; 2 0G is in sub-accounts.")]
    [InlineData("Remove-ZgDeposit 2.95", "ZgWithdrawalRest", "After this withdrawal 0.05 0G would stay.")]
    [InlineData(
        "Request-ZgRefund <provider> -Service FineTuning", "ZgSubAccountMissing",
        "No sub-account with <provider> for fine-tuning. Transfer funds to it first.")]
    [InlineData("Complete-ZgRefund <provider> -Service Inference", "ZgSubAccountEmpty", null)]
    public void WithAccount_EachMistake_IsNamed(string command, string id, string? message)
    {
        _wallet = Customer;
        if (Run("Get-ZgAccount -ErrorAction Ignore").Output.Count == 0)
        {
            Run($"Add-ZgDeposit 5; Move-ZgFund {compute.Provider} 2 -Service Inference").AssertNoErrors();
        }

        string shown = Refusal(command, id);

        Assert.True(message is null || shown.StartsWith(Fill(message), StringComparison.OrdinalIgnoreCase), shown);
        Assert.Equal("3 0G 2 0G", Run("$account = Get-ZgAccount; \"$($account.Available) $($account.Locked)\"").Single());
    }

    [Fact]
    public void Service_NotSaid_IsAskedForWhereMoneyMoves()
    {
        foreach (string command in (string[])["Move-ZgFund", "Request-ZgRefund", "Complete-ZgRefund"])
        {
            Assert.Equal(
                true,
                compute.Session.Run($"(Get-Command {command}).Parameters['Service'].Attributes.Mandatory -contains $true").Single());
        }
    }

    private static string Text(PSObject item, params string[] names) =>
        string.Join(' ', names.Select(name => item.Properties[name].Value?.ToString()));

    private string Fill(string text) => text
        .Replace("<provider>", compute.Provider, StringComparison.Ordinal)
        .Replace("<other>", compute.OtherProvider, StringComparison.Ordinal)
        .Replace("<nobody>", compute.Address(15), StringComparison.Ordinal);

    /// <summary>The words of the only error.</summary>
    private string Refusal(string command, string id) => Run(Fill(command)).SingleError(id).ErrorDetails.Message;

    /// <summary>Runs commands with this test's wallet.</summary>
    private RunResult Run(string script) => compute.Session.Run($"Connect-ZgNetwork accounts -Wallet dev{Wallet}\n{script}");

    /// <summary>What a person sees, in a shell of its own.</summary>
    private async Task<string> ShellAsync(string script)
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(
            folder["script.ps1"],
            $"Import-Module '{BuiltModule.Manifest}'\nConnect-ZgNetwork accounts-chain -Wallet dev{Wallet}\n{script}");
        ShellProcess run = await ShellProcess.RunAsync(null, "-NonInteractive", "-File", folder["script.ps1"]);
        Assert.Empty(run.Error);
        return run.Output;
    }
}
