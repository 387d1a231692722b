using System.Text.RegularExpressions;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Chain.Ethereum;

/// <summary>
/// How many blocks to ask for at once. Each provider has a limit of its own and tells it only by refusing, so the range starts where 0G's
/// own followers do, halves on a refusal and grows slowly back.
/// </summary>
internal sealed partial class LogRange
{
    /// <summary>The page size of 0G's own followers (0g-storage-node, <c>log_page_size</c>).</summary>
    public const ulong Start = 999;

    /// <summary>Blocks of the next question; at least 1.</summary>
    public ulong Blocks { get; private set; } = Start;

    /// <summary>Takes note of a refusal: the reason to ask again for less, or null when asking for less would not help.</summary>
    public string? Shrink(JsonRpcException refusal)
    {
        bool isSize = refusal.Code == JsonRpcErrorCode.LimitExceeded || TooMuch().IsMatch(refusal.RemoteMessage);
        if (Blocks == 1 || refusal.IsRateLimit || !isSize)
        {
            return null;
        }

        Blocks /= 2;
        return $"the node refuses larger ranges: {refusal.ShownWords}";
    }

    /// <summary>Takes note of an answer.</summary>
    public void Grow() => Blocks = Math.Min(Start, Blocks + (Blocks / 8) + 1);

    [GeneratedRegex("range|limit|too many|exceed|large", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TooMuch();
}
