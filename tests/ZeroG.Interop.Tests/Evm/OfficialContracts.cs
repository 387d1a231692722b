using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Interop.Tests.Evm;

/// <summary>The official Flow and market on a chain, with a reward pool that logs what it is given.</summary>
/// <param name="Flow">The Flow contract.</param>
/// <param name="Market">The market with a fixed price.</param>
/// <param name="Reward">The reward pool.</param>
/// <param name="FirstBlock">Block from which Flow takes submissions.</param>
/// <param name="Block">The newest block after the deployment.</param>
internal sealed record OfficialContracts(Address Flow, Address Market, Address Reward, ulong FirstBlock, ulong Block)
{
    /// <summary>Deploys what a package brings, in the name of the first development account.</summary>
    public static async Task<OfficialContracts> DeployAsync(
        NodePackages packages, HardhatNode hardhat, string package, ulong blocksPerEpoch, ulong delay, BigInteger price)
    {
        string[] arguments =
        [
            hardhat.Uri.ToString(), package, blocksPerEpoch.ToString(CultureInfo.InvariantCulture),
            delay.ToString(CultureInfo.InvariantCulture), price.ToString(CultureInfo.InvariantCulture),
        ];
        JsonElement deployed = await packages.RunScriptAsync("deploy-flow.js", arguments);
        return new OfficialContracts(At("flow"), At("market"), At("reward"), Number("firstBlock"), Number("block"));

        Address At(string name) => Address.Parse(deployed.GetProperty(name).GetString()!);

        ulong Number(string name) => deployed.GetProperty(name).GetUInt64();
    }
}
