// SPDX-License-Identifier: MIT
using Composer.Benchmarks;
using Composer.Benchmarks.Kestrel;

switch (args)
{
    case ["filter"]:
        FilterBenchmark.Run();
        return 0;
    case ["filters"]:
        await FilterCosts.RunAsync();
        return 0;
    case ["auth-basic"]:
        AuthBasicBenchmark.Run();
        return 0;
    case ["access-log"]:
        await AccessLogBenchmark.RunAsync();
        return 0;
    case ["urlmap"]:
        UrlMapBenchmark.Run();
        return 0;
    case ["router"]:
        RouterBenchmark.Run();
        return 0;
    case ["static"]:
        StaticBenchmark.Run();
        return 0;
    case ["compress"]:
        CompressBenchmark.Run();
        return 0;
    case ["session"]:
        await SessionBenchmark.RunAsync();
        return 0;
    case ["kestrel-hello", var bind]:
        await KestrelHello.ServeAsync(bind);
        return 0;
    case ["kestrel-plain", var port]:
        await PlainKestrel.ServeAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("filter | filters | auth-basic | access-log | urlmap | router | static | compress | session | kestrel-hello ADDRESS | kestrel-plain PORT");
        return 2;
}
