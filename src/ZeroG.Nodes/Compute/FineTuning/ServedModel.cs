using ZeroG.Chain;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>A model that tasks may name.</summary>
/// <param name="Name">Its name, without a prefix such as <c>Qwen/</c>.</param>
/// <param name="Hash">Sent as <c>preTrainedModelHash</c>.</param>
/// <param name="Description">What users read of it.</param>
public sealed record ServedModel(string Name, Hash256 Hash, string Description)
{
    /// <summary>The provider's own model, which says by its name what it is.</summary>
    public static ServedModel Own { get; } = new("zerog-stand-in", Hash256.Keccak("zerog-stand-in"u8), StandIn.Notice);

    /// <summary>The model that official clients know on local chains (0g-compute-ts-sdk, <c>fine-tuning/const.ts</c>).</summary>
    public static ServedModel Mock { get; } = new(
        "mock-model", Hash256.Parse("0xcb42b5ca9e998c82dd239ef2d20d22a4ae16b3dc0ce0a855c93b52c7c2bab6dc"), StandIn.Notice)
    {
        IsBuiltIn = true,
    };

    /// <summary>True for a model that every client knows; only others stand in the provider's list and in its service record.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Added to the fee of each task for storing the result; zero by default.</summary>
    public TokenAmount StorageReserve { get; init; }
}
