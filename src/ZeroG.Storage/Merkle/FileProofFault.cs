namespace ZeroG.Storage.Merkle;

/// <summary>What can be wrong with a proof, in the words of the official clients.</summary>
public static class FileProofFault
{
    /// <summary>The two lists do not fit each other.</summary>
    public const string Format = "invalid merkle proof format";

    /// <summary>The first lemma is not the hash of the data.</summary>
    public const string Content = "merkle proof content mismatch";

    /// <summary>The last lemma is not the root.</summary>
    public const string Root = "merkle proof root mismatch";

    /// <summary>The path leads to another leaf.</summary>
    public const string Position = "merkle proof position mismatch";

    /// <summary>The hashes do not lead to the root.</summary>
    public const string Hash = "failed to validate merkle proof";
}
