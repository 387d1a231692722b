namespace ZeroG.Compute.FineTuning.Datasets;

/// <summary>Counts what the lines of a dataset hold, and holds them against the first.</summary>
internal sealed class DatasetTally
{
    private readonly List<DatasetFault> _faults = [];
    private (long Line, DatasetKeys Keys)? _first;
    private long _lines;
    private long _examples;
    private long _characters;
    private long _shortened;
    private long _faultCount;

    /// <summary>Takes all lines that are there.</summary>
    public void TakeAll(LineBuffer lines)
    {
        while (lines.TryTake(out ReadOnlySpan<byte> line))
        {
            Take(lines.Line, DatasetLine.Read(line));
        }
    }

    /// <summary>Counts a line as wrong.</summary>
    public void Fail(long line, string reason)
    {
        _lines = line;
        _faultCount++;
        if (_faults.Count < DatasetReport.MostFaults)
        {
            _faults.Add(new DatasetFault(line, reason));
        }
    }

    /// <summary>What was counted.</summary>
    public DatasetReport Report(string path, long size) => new()
    {
        Path = path,
        Size = size,
        Shape = _first?.Keys.Shape,
        Lines = _lines,
        Examples = _examples,
        FaultCount = _faultCount,
        Faults = _faults,
        Characters = _characters,
        ShortenedExamples = _shortened,
    };

    private void Take(long number, DatasetLine line)
    {
        // A line that is no JSON has no keys to compare with.
        string? fault = line.Keys == default ? line.Fault : FaultOfKeys(number, line.Keys) ?? line.Fault;
        if (fault is not null)
        {
            Fail(number, fault);
            return;
        }

        _lines = number;
        _examples++;
        _characters += line.Characters;
        _shortened += line.IsShortened ? 1 : 0;
    }

    private string? FaultOfKeys(long number, DatasetKeys keys)
    {
        _first ??= (number, keys);
        (long line, DatasetKeys first) = _first.Value;
        return keys != first ? $"other keys than line {line} ({keys} in place of {first})"
            : keys.Shape is null ? $"keys of no known shape ({keys}); use instruction, input and output, or messages, or text"
            : null;
    }
}
