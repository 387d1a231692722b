using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Compute.Providers;

/// <summary>
/// A session that is connected to a development network with two more inference providers, one of them not approved, and a fine-tuning
/// provider, all served by one scripted server. The user, who is the network's operator too, has a main account and no sub-account.
/// </summary>
public sealed class ProviderSession : IDisposable
{
    // Development accounts 3, 4 and 5; every development chain has them and signs for them.
    public const string Provider = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
    public const string Unapproved = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
    public const string Trainer = "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc";

    /// <summary>An account that offers nothing.</summary>
    public const string Nobody = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";

    private const string User = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private const string Ledger = "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0";
    private const string Inference = "0x0165878A594ca255338adfa4d48449f69242Eb8F";
    private const string FineTuning = "0xA51c1fc2f0D1a1b8494Ed1FE312d7C3a78Ed91C0";
    private const string Register = "addOrUpdateService((string,string,string,string,uint256,uint256,string,address))";
    private const string RegisterTrainer =
        "addOrUpdateService(string,(uint256,uint256,uint256,uint256,string),uint256,bool,string[],address)";

    private static readonly BigInteger Stake = 100 * BigInteger.Pow(10, 18);

    private readonly UserHome _home = new();
    private readonly string _name;

    public ProviderSession()
        : this("providers")
    {
    }

    /// <param name="name">Of the network; no two in one process are the same.</param>
    internal ProviderSession(string name)
    {
        _name = name;
        Session = new ModuleSession(everyday: true);
        Session.SetLocation(Folder.Path);
        Uri rpc = (Uri)Session.Run($"(Start-ZgDevNet -Name {name}).Network.RpcUri").Single();
        PrepareAsync(rpc).GetAwaiter().GetResult();
    }

    /// <summary>What the providers serve.</summary>
    internal ScriptedSite Site { get; } = new();

    /// <summary>The session's location.</summary>
    internal TempFolder Folder { get; } = new();

    /// <summary>The session.</summary>
    internal ModuleSession Session { get; }

    /// <summary>What a table or a list of objects shows, cell by cell.</summary>
    /// <param name="formatted">A pipeline that ends with Format-Table or Format-List.</param>
    internal string[] Cells(string formatted)
    {
        RunResult result = Session.Run($$"""
            ({{formatted}}).formatEntryInfo |
                ForEach-Object { $_.formatPropertyFieldList; $_.listViewFieldList.formatPropertyField } |
                ForEach-Object { $_.propertyValue }
            """);
        result.AssertNoErrors();
        Assert.NotEmpty(result.Output);
        return [.. result.Output.Select(cell => $"{cell}")];
    }

    /// <summary>A pipeline of providers without the one that the network brings along.</summary>
    internal string Ours(string script) => $"{script} | Where-Object Url -EQ '{Site.Uri}'";

    /// <summary>The list of API keys issued here, as text; empty before the first.</summary>
    internal string IssuedKeys => Path.Combine(_home.Path, "api-keys.jsonl") is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    public void Dispose()
    {
        Session.Run($"Stop-ZgNode {_name}").AssertNoErrors();
        Session.Dispose();
        Site.Dispose();
        Folder.Dispose();
        _home.Dispose();
    }

    private async Task PrepareAsync(Uri rpc)
    {
        Site.Serve("/v1/quote", new TestReport().ToJson());
        using HttpClient http = new() { BaseAddress = rpc };
        await SendAsync(http, User, Ledger, CallData.Of("LedgerManager", "depositFund()"), 20 * Stake / 100);
        foreach ((string provider, string model) in new[] { (Provider, "llama-test"), (Unapproved, "shady-test") })
        {
            object[] service =
            [
                "chatbot", Site.Uri.ToString(), model, "TeeML", 40_000_000_000, 160_000_000_000, "{\"TEEVerifier\":\"dstack\"}",
                CallData.Address(TestReport.Signer),
            ];
            await SendAsync(http, provider, Inference, CallData.Of("InferenceServing", Register, [service]), Stake);
        }

        string trainer = CallData.Of(
            "FineTuningServing", RegisterTrainer, Site.Uri.ToString(), new object[] { 4, 64, 1, 500, "H200" }, 500_000_000_000, false,
            new[] { "mock-model" }, CallData.Address(TestReport.Signer));
        await SendAsync(http, Trainer, FineTuning, trainer, Stake);
        await ApproveAsync(http, Inference, "InferenceServing", Provider);
        await ApproveAsync(http, FineTuning, "FineTuningServing", Trainer);
    }

    private static Task ApproveAsync(HttpClient http, string contract, string name, string provider) => SendAsync(
        http, User, contract, CallData.Of(name, "acknowledgeTEESignerByOwner(address)", CallData.Address(provider)), 0);

    private static async Task SendAsync(HttpClient http, string from, string to, string data, BigInteger value)
    {
        object transaction = new { from, to, data, value = "0x" + value.ToString("x").TrimStart('0').PadLeft(1, '0'), gas = "0x4c4b40" };
        JsonElement hash = await AskAsync(http, "eth_sendTransaction", transaction);
        JsonElement receipt = await AskAsync(http, "eth_getTransactionReceipt", hash);
        Assert.Equal("0x1", receipt.GetProperty("status").GetString());
    }

    private static async Task<JsonElement> AskAsync(HttpClient http, string method, object parameter)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync(
            "", new { jsonrpc = "2.0", id = 1, method, @params = new[] { parameter } });
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.TryGetProperty("result", out JsonElement result), answer.ToString());
        return result;
    }
}
