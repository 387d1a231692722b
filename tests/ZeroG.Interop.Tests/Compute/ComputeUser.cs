using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Interop.Tests.Evm;
using static ZeroG.Interop.Tests.Compute.ComputeActors;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>A user with our client, and a provider that calls the contracts itself, where the official contracts are.</summary>
internal sealed class ComputeUser : IDisposable
{
    private readonly JsonRpcClient _rpc;
    private readonly OfficialCompute _contracts;

    private ComputeUser(JsonRpcClient rpc, OfficialCompute contracts)
    {
        _rpc = rpc;
        _contracts = contracts;
        Network network = new()
        {
            Name = "official", ChainId = 31337, RpcUri = rpc.Uri, LedgerAddress = contracts.Ledger, InferenceAddress = contracts.Inference,
            FineTuningAddress = contracts.FineTuning,
        };
        EthereumClient chain = new(rpc);
        Client = new ComputeClient(network, chain);
        Account = new ComputeAccount(Client, new TransactionSender(chain, Wallet, network, nonces: new NonceTracker(null)));
    }

    /// <summary>Who offers both services.</summary>
    public static Address Provider => Providers[0];

    public ComputeClient Client { get; }

    public ComputeAccount Account { get; }

    /// <summary>The user's.</summary>
    public Wallet Wallet { get; } = DevelopmentAccounts.Open(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Deploys the contracts, registers the services, and lets the provider offer both, approved by the owner.</summary>
    public static async Task<ComputeUser> StartAsync(NodePackages packages, HardhatNode hardhat)
    {
        ComputeUser user = await StartAloneAsync(packages, hardhat);
        OfficialCompute contracts = user._contracts;
        await user.SendAsync(
            ComputeStep.Of(
                Provider, contracts.Inference, InferenceContract.AddOrUpdateService, [InferenceService(Signers[0].Address)]).With("100"));
        await user.SendAsync(
            ComputeStep.Of(
                Provider, contracts.FineTuning, FineTuningContract.AddOrUpdateService, FineTuningService(Signers[0].Address)).With("100"));
        foreach (Address service in (Address[])[contracts.Inference, contracts.FineTuning])
        {
            await user.SendAsync(ComputeStep.Of(Owner, service, InferenceContract.AcknowledgeTEESignerByOwner, Provider));
        }

        return user;
    }

    /// <summary>Deploys the contracts and registers the services; nobody offers anything.</summary>
    public static async Task<ComputeUser> StartAloneAsync(NodePackages packages, HardhatNode hardhat)
    {
        OfficialCompute contracts = await OfficialCompute.DeployAsync(packages, hardhat);
        ComputeUser user = new(hardhat.Rpc, contracts);
        foreach (ComputeStep step in new LedgerScript(contracts).Register().Where(step => step.IsSent && step.From == Owner))
        {
            await user.TrySendAsync(step);
        }

        return user;
    }

    /// <summary>The owner approves the signer of a provider.</summary>
    public Task<JsonElement> ApproveAsync(ServiceKind kind, Address provider) => SendAsync(
        ComputeStep.Of(Owner, Client.Serving(kind).Address, InferenceContract.AcknowledgeTEESignerByOwner, provider));

    /// <summary>The provider calls the inference contract.</summary>
    public Task<JsonElement> ProviderCallsInferenceAsync(AbiFunction function, params object?[] arguments) =>
        SendAsync(ComputeStep.Of(Provider, _contracts.Inference, function, arguments));

    /// <summary>The provider calls the fine-tuning contract.</summary>
    public Task<JsonElement> ProviderCallsFineTuningAsync(AbiFunction function, params object?[] arguments) =>
        SendAsync(ComputeStep.Of(Provider, _contracts.FineTuning, function, arguments));

    /// <summary>The provider's TEE signs for an inference fee.</summary>
    public object?[] Sign(string fee, BigInteger nonce) =>
        Settlement(_contracts, Signers[0], Account.User, Provider, Wei(fee), nonce);

    /// <summary>The provider's TEE signs for a deliverable.</summary>
    public object?[] Sign(string id, byte[] root, byte[] secret, string fee, BigInteger nonce) =>
        Settlement(_contracts, Signers[0], Account.User, id, root, secret, Wei(fee), nonce);

    public async Task WaitAsync(TimeSpan time)
    {
        await _rpc.CallAsync("evm_increaseTime", [(long)time.TotalSeconds], Cancel);
        await _rpc.CallAsync("evm_mine", [], Cancel);
    }

    public void Dispose() => Wallet.Dispose();

    private async Task<JsonElement> SendAsync(ComputeStep step)
    {
        JsonElement receipt = await TrySendAsync(step);
        Assert.Equal("0x1", receipt.GetProperty("status").GetString());
        return receipt;
    }

    private async Task<JsonElement> TrySendAsync(ComputeStep step)
    {
        Dictionary<string, object?> message = new()
        {
            ["from"] = step.From, ["to"] = step.To, ["value"] = step.Value, ["data"] = step.Data, ["gas"] = 5_000_000,
        };
        JsonElement hash = await _rpc.CallAsync("eth_sendTransaction", [message], Cancel);
        return await _rpc.CallAsync("eth_getTransactionReceipt", [hash], Cancel);
    }
}
