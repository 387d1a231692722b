using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>A fine-tuning service.</summary>
/// <param name="Provider">Who offers it.</param>
/// <param name="Url">Where it is reached.</param>
/// <param name="Quota">The machine, as the decoded struct Quota; the contract does not look into it.</param>
/// <param name="PricePerToken">Wei per token of training.</param>
/// <param name="IsOccupied">Whether it is at work.</param>
/// <param name="Models">Names of the models that it trains.</param>
/// <param name="TeeSigner">Whose signatures settle its fees.</param>
/// <param name="IsAcknowledged">Whether the owner of the contract has approved the signer.</param>
internal sealed record FineTuningServiceRecord(
    Address Provider, string Url, IReadOnlyList<object?> Quota, BigInteger PricePerToken, bool IsOccupied, IReadOnlyList<object?> Models,
    Address TeeSigner, bool IsAcknowledged)
    : ServiceRecord(Provider, TeeSigner, IsAcknowledged)
{
    /// <summary>Reads the arguments of addOrUpdateService.</summary>
    public static FineTuningServiceRecord Read(Address provider, object?[] arguments) => new(
        provider, (string)arguments[0]!, (object?[])arguments[1]!, (BigInteger)arguments[2]!, (bool)arguments[3]!,
        (object?[])arguments[4]!, (Address)arguments[5]!, IsAcknowledged: false);

    public override object?[] ToValues() =>
        [Provider, Url, Quota, PricePerToken, IsOccupied, Models, TeeSigner, IsAcknowledged];
}
