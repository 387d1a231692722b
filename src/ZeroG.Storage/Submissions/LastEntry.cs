using System.Globalization;

namespace ZeroG.Storage.Submissions;

/// <summary>
/// The newest entry of the log that this machine has seen stored, kept over runs. A storage node that has not read the log so far cannot
/// say that a file is not in it.
/// </summary>
/// <param name="path">Where it is kept. Whoever calls is alone with the file.</param>
internal sealed class LastEntry(string path)
{
    // As many digits as a sequence number can have, so that it is always replaced whole.
    private const string Form = "D19";

    private long _known = -1;

    /// <summary>Its sequence number; -1 for none.</summary>
    public long Read()
    {
        try
        {
            // What cannot be read says nothing; then the nodes are believed as if nothing had ever been stored from here.
            string text = File.Exists(path) ? File.ReadAllText(path) : "";
            _known = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long kept) ? Math.Max(_known, kept) : _known;
            return _known;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return _known;
        }
    }

    /// <summary>Notes an entry, if it is newer.</summary>
    public void Note(long sequence)
    {
        if (sequence <= _known || sequence <= Read())
        {
            return;
        }

        _known = sequence;
        try
        {
            File.WriteAllText(path, sequence.ToString(Form, CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SubmissionJournal.Unwritable(path, exception);
        }
    }
}
