using ZeroG.Chain;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>A service contract as the ledger knows it.</summary>
/// <param name="Type">Kind of service: <c>inference</c> or <c>fine-tuning</c>.</param>
/// <param name="Version">Version, for example <c>v1.0</c>.</param>
/// <param name="Address">Where the contract lives.</param>
/// <param name="Description">Text for people.</param>
/// <param name="IsRecommended">Whether it is the one to use of its kind.</param>
/// <param name="RegisteredAt">Unix seconds; 0 for a service of genesis.</param>
public sealed record RegisteredService(
    string Type, string Version, Address Address, string Description = "", bool IsRecommended = true, ulong RegisteredAt = 0)
{
    /// <summary>What the ledger says of an address that it does not know: zeros and empty texts.</summary>
    internal static RegisteredService None { get; } = new("", "", Address.Zero, IsRecommended: false);

    /// <summary>The name by which users call it, for example <c>inference-v1.0</c>.</summary>
    public string FullName => Address.IsZero ? "" : NameOf(Type, Version);

    /// <summary>The name of a kind of service in a version.</summary>
    internal static string NameOf(string type, string version) => $"{type}-{version}";

    /// <summary>The fields in the order of the contract's struct ServiceInfo.</summary>
    internal object?[] ToValues() => [Address, Address, Type, Version, FullName, Description, IsRecommended, RegisteredAt];
}
