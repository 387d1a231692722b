using System.Management.Automation;
using System.Text;
using System.Text.Json;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Compute;

/// <summary>
/// A session on a development network with two providers beside the network's own: dev18 offers inference and fine-tuning, dev17 inference.
/// Tests take a wallet of their own each.
/// </summary>
public sealed class ComputeSession : IDisposable
{
    private const string Inference = "0x0165878A594ca255338adfa4d48449f69242Eb8F";
    private const string FineTuning = "0xA51c1fc2f0D1a1b8494Ed1FE312d7C3a78Ed91C0";

    // 100 0G, the least stake.
    private const string Stake = "0x56bc75e2d63100000";

    private readonly UserHome _home = new();
    private readonly HttpClient _http = new();
    private readonly string _name;
    private readonly Uri _chain;

    public ComputeSession()
        : this("accounts")
    {
    }

    /// <param name="name">Of the network; no two in one process are the same.</param>
    internal ComputeSession(string name)
    {
        _name = name;
        Session = new ModuleSession(everyday: true);
        Session.Run($"$null = Start-ZgDevNet -Name {name} -SkipCompute").AssertNoErrors();
        _chain = (Uri)((PSObject)Session.Run("(Get-ZgNetwork -Current).RpcUri").Output.Single()).BaseObject;
        Provider = Address(18);
        OtherProvider = Address(17);
        string offer = Calldata("function addOrUpdateService((");
        Ask("eth_sendTransaction", new { from = Provider, to = Inference, value = Stake, data = offer });
        Ask("eth_sendTransaction", new { from = OtherProvider, to = Inference, value = Stake, data = offer });
        offer = Calldata("function addOrUpdateService(string");
        Ask("eth_sendTransaction", new { from = Provider, to = FineTuning, value = Stake, data = offer });

        // For shells of their own, which do not see the nodes of this process.
        Session.Run($"$null = Get-ZgNetwork -Current | Register-ZgNetwork {name}-chain -RpcUri {_chain}").AssertNoErrors();
    }

    /// <summary>Offers inference and fine-tuning.</summary>
    public string Provider { get; }

    /// <summary>Offers inference.</summary>
    public string OtherProvider { get; }

    /// <summary>The session.</summary>
    internal ModuleSession Session { get; }

    /// <summary>The address of a development account.</summary>
    public string Address(int index) => (string)Session.Run($"([ZgAddress]'{Ask("eth_accounts")[index]}').ToString()").Single();

    /// <summary>Lets the network's operator approve the signers of a provider in both markets.</summary>
    public void Approve(string provider)
    {
        string data = CallData.Of("InferenceServing", "acknowledgeTEESignerByOwner(address)", CallData.Address(provider));
        Ask("eth_sendTransaction", new { from = Address(0), to = Inference, data });
        Ask("eth_sendTransaction", new { from = Address(0), to = FineTuning, data });
    }

    /// <summary>Lets a provider end its inference service.</summary>
    public void Leave(string provider) => Ask("eth_sendTransaction", new
    {
        from = provider,
        to = Inference,
        data = CallData.Of("InferenceServing", "removeService()"),
    });

    /// <summary>Lets the chain's clock go on.</summary>
    public void Wait(TimeSpan time)
    {
        Ask("evm_increaseTime", (long)time.TotalSeconds);
        Ask("evm_mine");
    }

    /// <summary>How many transactions an account has sent.</summary>
    public int Sent(string address) => Convert.ToInt32(Ask("eth_getTransactionCount", address, "latest").GetString(), 16);

    public void Dispose()
    {
        Session.Run($"Stop-ZgNode {_name}").AssertNoErrors();
        Session.Dispose();
        _http.Dispose();
        _home.Dispose();
    }

    /// <summary>A call of the official vectors, by how its declaration begins.</summary>
    private static string Calldata(string declaration) => VectorFiles.Cases("compute", "abi-samples.json", "calls")
        .First(call => call.GetProperty("signature").GetString()!.StartsWith(declaration, StringComparison.Ordinal))
        .GetProperty("calldata").GetString()!;

    private JsonElement Ask(string method, params object[] parameters)
    {
        string body = JsonSerializer.Serialize(new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        using HttpRequestMessage request = new(HttpMethod.Post, _chain)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using HttpResponseMessage response = _http.Send(request);
        using JsonDocument answer = JsonDocument.Parse(response.Content.ReadAsStream());
        return answer.RootElement.TryGetProperty("result", out JsonElement result)
            ? result.Clone()
            : throw new InvalidOperationException(answer.RootElement.ToString());
    }
}
