using System.Text.RegularExpressions;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// What the words of a node mean when it refuses a transaction. They differ little between geth, reth, erigon and hardhat.
/// </summary>
internal static partial class SendRefusal
{
    /// <summary>The node has this very transaction.</summary>
    public static bool IsAlreadyKnown(string words) => AlreadyKnown().IsMatch(words);

    /// <summary>The nonce belongs to another transaction, mined or waiting.</summary>
    public static bool IsNonceTaken(string words) => NonceTaken().IsMatch(words);

    /// <summary>A transaction with this nonce is mined already: another one, or this one.</summary>
    public static bool IsNoncePassed(string words) =>
        IsNonceTaken(words) && !words.Contains("replacement", StringComparison.OrdinalIgnoreCase);

    /// <summary>The account cannot pay value and fee.</summary>
    public static bool IsInsufficientFunds(string words) => words.Contains("insufficient funds", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Words of a gateway or of a server in trouble, which say nothing of the transaction: behind them it may well have been taken.
    /// </summary>
    public static bool IsNoVerdict(string words) =>
        NoVerdict().IsMatch(words) && !IsAlreadyKnown(words) && !IsNonceTaken(words) && !IsInsufficientFunds(words);

    [GeneratedRegex(@"already known|\bknown transaction|already imported|alreadyknown|already exists",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AlreadyKnown();

    [GeneratedRegex("nonce too low|nonce is too low|nonce has already been used|replacement transaction underpriced",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NonceTaken();

    [GeneratedRegex(@"internal (?:server )?error|timed? ?out|timeout|unavailable|bad gateway|upstream|connection (?:refused|reset|closed)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoVerdict();
}
