using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Datasets;

/// <summary>What a dataset holds, and what is wrong with it.</summary>
public sealed record DatasetReport
{
    /// <summary>Faults that are kept one by one; more are counted only.</summary>
    public const int MostFaults = 100;

    /// <summary>Examples that providers advise at least.</summary>
    public const int FewestExamples = 10;

    private const int CharactersPerToken = 4;

    /// <summary>The file as it was named.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The shape of the first line; null when it has none.</summary>
    public DatasetShape? Shape { get; init; }

    /// <summary>Lines.</summary>
    public long Lines { get; init; }

    /// <summary>Lines that are good.</summary>
    public long Examples { get; init; }

    /// <summary>Lines that are not.</summary>
    public long FaultCount { get; init; }

    /// <summary>The first faults.</summary>
    public IReadOnlyList<DatasetFault> Faults { get; init; } = [];

    /// <summary>Characters of all texts that are trained, without the JSON around them.</summary>
    public long Characters { get; init; }

    /// <summary>
    /// Conversations of which a part is not trained: of each, providers keep the last message of the user and of the assistant.
    /// </summary>
    public long ShortenedExamples { get; init; }

    /// <summary>An estimate, a quarter of the characters; providers count with the model's tokenizer.</summary>
    public long EstimatedTokens => (Characters + CharactersPerToken - 1) / CharactersPerToken;

    /// <summary>Whether a provider can train it.</summary>
    public bool IsValid => FaultCount == 0 && Examples > 0;

    /// <summary>What a careful colleague would mention.</summary>
    public IReadOnlyList<string> Advice =>
    [
        .. Examples is > 0 and < FewestExamples
            ? [$"{Examples} examples are few: at least {FewestExamples} are advised."]
            : (string[])[],
        .. ShortenedExamples > 0
            ? [$"Of {ShortenedExamples} conversations only the last message of the user and of the assistant is trained."]
            : (string[])[],
    ];

    /// <summary>Refuses a dataset that no provider can train.</summary>
    /// <exception cref="ZeroGException"><c>ZgDatasetEmpty</c>, <c>ZgDatasetInvalid</c>.</exception>
    public void ThrowIfInvalid()
    {
        if (Lines == 0)
        {
            throw new ZeroGException(
                "ZgDatasetEmpty", ErrorKind.InvalidData, $"The dataset '{Path}' is empty. Write one example in JSON on each line.", Path);
        }

        if (FaultCount > 0)
        {
            string more = FaultCount == 1 ? "" : $" {FaultCount} of {Lines} lines are wrong.";
            throw new ZeroGException(
                "ZgDatasetInvalid", ErrorKind.InvalidData,
                $"{Faults[0]}{more} Test-ZgFineTuningDataset lists what to mend in '{Path}'.", Path);
        }
    }
}
