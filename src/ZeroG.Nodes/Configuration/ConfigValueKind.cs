namespace ZeroG.Nodes.Configuration;

/// <summary>What a key of a node's <c>config.toml</c> may hold.</summary>
internal enum ConfigValueKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A whole number from 0.</summary>
    Count,

    /// <summary>A number with or without a fraction.</summary>
    Number,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A string such as <c>"30s"</c>; units are ms, s, m, h and d.</summary>
    Duration,

    /// <summary>An array of strings.</summary>
    TextList,

    /// <summary>Whatever it is: large numbers come as strings or as numbers.</summary>
    Any,
}
