using ZeroG.Chain;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>
/// The id of a fine-tuning task as it was given, read when its turn comes: a text that is no id is then an error of its own and does not
/// end the others.
/// </summary>
public sealed class GivenTask
{
    private readonly string _text;

    /// <summary>Takes 32 hex digits in five groups.</summary>
    public GivenTask(string text) => _text = text.Trim();

    /// <summary>Takes an id that was read before.</summary>
    public GivenTask(Guid id) => _text = id.ToString();

    /// <summary>The id.</summary>
    /// <exception cref="ZeroGException"><c>ZgTaskIdInvalid</c>.</exception>
    public Guid Read() => Guid.TryParse(_text, out Guid id)
        ? id
        : throw new ZeroGException(
            "ZgTaskIdInvalid", ErrorKind.InvalidArgument,
            $"'{_text}' is no id of a task, which is 32 hex digits in five groups. Get-ZgFineTuningTask lists yours.", _text);

    /// <summary>The text as it was given.</summary>
    public override string ToString() => _text;
}
