// SPDX-License-Identifier: MIT
using Composer.Cases.Families;
using Composer.Cases.Judging;
using Composer.Cases.Mapping;
using Composer.Cases.Sites;
using Composer.Cases.Wire;
using Composer.Config;

namespace Composer.Cases;

/// <summary>Runs cases one after the other, each on a site of its own.</summary>
/// <param name="all">All cases of the file, for rules that refer to another.</param>
internal sealed class CaseRunner(IReadOnlyList<MiddlewareCase> all)
{
    /// <summary>What is logged elsewhere than in a case's site: by the one Python of the process, when somebody else started it.</summary>
    public Func<IEnumerable<string>> LoggedElsewhere { get; init; } = static () => [];

    public async Task<CaseResult> RunAsync(MiddlewareCase one)
    {
        var folder = Directory.CreateTempSubdirectory("composer-case-").FullName;
        try
        {
            return await RunAsync(one, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<CaseResult> RunAsync(MiddlewareCase one, string folder)
    {
        string? config = null;
        var setup = new CaseSetup(one, folder);
        try
        {
            var family = CaseFamily.Of(one.Family);
            family.Prepare(setup);
            var file = setup.WriteConfig();
            config = await File.ReadAllTextAsync(file);
            var outcome = await PlayAsync(setup, family, file);
            return new CaseResult(one, await new Judge(this).FailuresAsync(one, outcome), config) { Log = outcome.Log };
        }
        catch (CannotExpress what)
        {
            return new CaseResult(one, [$"the runner cannot express {what.Message}"], config);
        }
        catch (Exception problem)
        {
            return new CaseResult(one, [problem is InvalidDataException ? problem.Message : problem.ToString()], config);
        }
        finally
        {
            await DisposeNeighboursAsync(setup);
        }
    }

    /// <summary>The first answer to the case of an id, or null when the file does not have it.</summary>
    public async Task<Answer?> AnswerOfAsync(string id) =>
        all.FirstOrDefault(other => other.Id == id) is { } one ? await AnswerOfAsync(one) : null;

    /// <summary>The first answer to a case.</summary>
    public async Task<Answer> AnswerOfAsync(MiddlewareCase one)
    {
        var folder = Directory.CreateTempSubdirectory("composer-case-").FullName;
        try
        {
            var setup = new CaseSetup(one, folder);
            var family = CaseFamily.Of(one.Family);
            family.Prepare(setup);
            var outcome = await PlayAsync(setup, family, setup.WriteConfig());
            await DisposeNeighboursAsync(setup);
            return outcome.Answers.Count > 0 ? outcome.Answers[0] : throw new InvalidDataException($"case {one.Id} has no answer: {outcome.ConfigError}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The site has ended when its log and its counts are read, so nothing has to be waited for.
    private async Task<Outcome> PlayAsync(CaseSetup setup, CaseFamily family, string file)
    {
        var log = new SiteLog();
        var elsewhere = LoggedElsewhere().Count();
        var clock = new ShiftedClock();
        var seen = new Observations { Environ = setup.Case.Environ.ToDictionary(pair => pair.Key, pair => EnvironValue.Of(pair.Value)) };
        try
        {
            CasePlay play;
            await using (var site = await CaseSite.StartAsync(file, seen, clock, log))
            {
                play = new CasePlay(setup.Case, setup, site, seen, clock);
                await family.PlayAsync(play);
            }
            return new Outcome
            {
                Answers = play.Answers,
                Elapsed = play.Elapsed,
                Facts = play.Facts,
                Now = play.Now,
                Seen = seen,
                Log = [.. log.Lines, .. LoggedElsewhere().Skip(elsewhere)],
            };
        }
        catch (ConfigException problem)
        {
            return new Outcome { ConfigError = Shortened(problem, setup.Folder), Seen = seen, Log = [.. log.Lines] };
        }
    }

    private static async Task DisposeNeighboursAsync(CaseSetup setup)
    {
        foreach (var neighbour in setup.Neighbours)
        {
            await neighbour.DisposeAsync();
        }
    }

    // What is not there needs no list of what is.
    private static string Shortened(ConfigException problem, string folder) => string.Join(
        '\n',
        problem.Diagnostics.Select(found => (found.Code == "no-factory" ? found with { Hint = null } : found).ToString().Replace(folder + "/", "", StringComparison.Ordinal)));
}
