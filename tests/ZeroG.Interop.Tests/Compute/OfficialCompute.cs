using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Interop.Tests.Evm;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>The official compute contracts on a chain, with no service registered.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Inference">Inference services.</param>
/// <param name="FineTuning">Fine-tuning services.</param>
/// <param name="MinimumDeposit">Least first deposit, in wei.</param>
/// <param name="MinimumTransfer">Least first transfer to a provider, in wei.</param>
/// <param name="Time">Time of the newest block after the deployment.</param>
internal sealed record OfficialCompute(
    Address Ledger, Address Inference, Address FineTuning, BigInteger MinimumDeposit, BigInteger MinimumTransfer, ulong Time)
{
    /// <summary>Deploys what the SDK's package brings, in the name of the first development account.</summary>
    public static async Task<OfficialCompute> DeployAsync(NodePackages packages, HardhatNode hardhat)
    {
        JsonElement deployed = await packages.RunScriptAsync("deploy-compute.js", [hardhat.Uri.ToString()]);
        return new OfficialCompute(
            At("ledger"), At("inference"), At("fineTuning"), Wei("minimumDeposit"), Wei("minimumTransfer"),
            deployed.GetProperty("time").GetUInt64());

        Address At(string name) => Address.Parse(deployed.GetProperty(name).GetString()!);

        BigInteger Wei(string name) => BigInteger.Parse(deployed.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
    }
}
