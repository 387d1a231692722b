using System.Numerics;

namespace ZeroG.Compute.Services;

/// <summary>The machine that a provider of fine-tuning offers.</summary>
/// <param name="CpuCount">Processors.</param>
/// <param name="NodeMemory">Memory in GB.</param>
/// <param name="GpuCount">Accelerators.</param>
/// <param name="NodeStorage">Disk in GB.</param>
/// <param name="GpuType">Their type, for example <c>H200</c>.</param>
public sealed record ProviderQuota(
    BigInteger CpuCount, BigInteger NodeMemory, BigInteger GpuCount, BigInteger NodeStorage, string GpuType)
{
    /// <summary>Takes the fields of the contract's struct.</summary>
    public static ProviderQuota FromAbi(object?[] fields) => new(
        (BigInteger)fields[0]!, (BigInteger)fields[1]!, (BigInteger)fields[2]!, (BigInteger)fields[3]!, (string)fields[4]!);

    /// <summary>The fields of the contract's struct.</summary>
    public object?[] ToAbi() => [CpuCount, NodeMemory, GpuCount, NodeStorage, GpuType];
}
