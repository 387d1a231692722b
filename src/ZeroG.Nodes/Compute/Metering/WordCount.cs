namespace ZeroG.Nodes.Compute.Metering;

/// <summary>Counts words between spaces in a text that comes in pieces, which may end within a word.</summary>
internal sealed class WordCount
{
    private bool _within;

    /// <summary>Words begun so far.</summary>
    public long Words { get; private set; }

    /// <summary>Counts one text.</summary>
    public static long Of(string text)
    {
        WordCount count = new();
        count.Append(text);
        return count.Words;
    }

    /// <summary>Takes the next piece.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
        {
            bool space = char.IsWhiteSpace(letter);
            if (!space && !_within)
            {
                Words++;
            }

            _within = !space;
        }
    }
}
