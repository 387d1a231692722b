namespace ZeroG.Compute.Providers;

/// <summary>What a provider's price is for.</summary>
public enum PriceUnit
{
    /// <summary>A token of a text, of a prompt and of an answer apart.</summary>
    Token,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>A second of speech.</summary>
    Second,

    /// <summary>Something of a service of a type that is not known here.</summary>
    Other,
}
