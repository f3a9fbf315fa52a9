# SPDX-License-Identifier: MIT
"""C# components in stock Paste Deploy, through the entry points of this distribution."""

import importlib.metadata
import unittest

import paste.deploy
import plaster
import site_factories
import wsgi_composer
from kit import ConfigTest, get
from plaster_pastedeploy import Loader as PlasterLoader
from plaster import parse_uri
from wsgi_composer import _runtime, components


class Stock(ConfigTest):
    def test_a_csharp_filter_takes_its_settings_as_strings(self):
        uri = self.write(
            """
            [app:main]
            paste.app_factory = site_factories:make_page
            filter-with = zip
            [filter:zip]
            use = egg:wsgi-composer#compress
            level = 9
            types = text/plain
        """
        )

        self.assertEqual("gzip", get(paste.deploy.loadapp(uri))[1]["Content-Encoding"])

    def test_a_csharp_composite_finds_its_apps_through_Pastes_loader(self):
        uri = self.write(
            """
            [composite:main]
            use = egg:wsgi-composer#urlmap
            /a = path
            /b = call
            /c = config:other.ini
            [app:path]
            paste.app_factory = site_factories:make_path
            [app:call]
            use = call:site_factories:make_page
            x = %(here)s
        """
        )
        self.write("[app:main]\npaste.app_factory = site_factories:make_path\n", "other.ini")
        app = paste.deploy.loadapp(uri, global_conf={"given": "1"})

        self.assertEqual([b"/a|/x", b"/c|"], [get(app, path)[2] for path in ("/a/x", "/c")])
        self.assertEqual(repr({"x": self.folder}), get(app, "/b")[1]["X-Settings"])
        self.assertEqual("404 Not Found", get(app, "/none")[0])

    def test_a_csharp_app_answers(self):
        uri = self.write("[app:main]\nuse = egg:wsgi-composer#respond\ntext = hello\n")

        self.assertIn(b"hello", get(paste.deploy.loadapp(uri))[2])

    def test_names_with_other_characters_than_identifiers_are_found(self):
        uri = self.write(
            "[app:main]\npaste.app_factory = site_factories:make_page\nfilter-with = log\n[filter:log]\nuse = egg:wsgi-composer#error-catcher\n"
        )

        self.assertEqual("200 OK", get(paste.deploy.loadapp(uri))[0])

    def test_a_wrong_setting_is_an_error_with_a_hint(self):
        uri = self.write("[filter:main]\nuse = egg:wsgi-composer#compress\nlevle = 9\n")

        with self.assertRaisesRegex(Exception, "did you mean 'level'"):
            paste.deploy.loadfilter(uri)(site_factories.page)

    def test_every_component_has_an_entry_point_and_every_entry_point_a_component(self):
        groups = {
            "app": "paste.app_factory",
            "composite": "paste.composite_factory",
            "filter": "paste.filter_app_factory",
            "server": "paste.server_runner",
        }
        entries = importlib.metadata.distribution("wsgi-composer").entry_points
        native = _runtime.native()
        for kind, group in groups.items():
            owners = {
                name: component["name"]
                for component in native.components()
                if component["kind"] == kind
                for name in (component["name"], *component["aliases"])
            }
            found = {entry.name: entry.load() for entry in entries if entry.group == group}
            self.assertEqual(set(owners), set(found), group)
            for name, factory in found.items():
                self.assertEqual((kind, owners[name]), (factory.kind, owners[components._full_name(native, kind, factory.name)]))

    def test_an_unknown_component_is_named_with_those_that_exist(self):
        with self.assertRaisesRegex(LookupError, "no filter 'none'; it has: .*compress"):
            components.filter.none(site_factories.page, {})

    def test_plaster_reads_the_settings_of_such_a_file(self):
        uri = self.write("[filter:zip]\nuse = egg:wsgi-composer#compress\nlevel = 9\n")
        loader = PlasterLoader(parse_uri(uri[len("config:") :]))

        self.assertEqual({"use": "egg:wsgi-composer#compress", "level": "9"}, dict(loader.get_settings("filter:zip")))
        self.assertEqual("gzip", get(loader.get_wsgi_filter("zip")(site_factories.page))[1]["Content-Encoding"])

    def test_plaster_loads_toml_and_yaml_files(self):
        texts = {
            "site.toml": '[app.main]\nuse = "wsgi:site_factories:page"\nsize = 3\n[filter.zip]\nuse = "composer:compress"\n',
            "site.yaml": "app:\n  main:\n    use: wsgi:site_factories:page\n    size: 3\nfilter:\n  zip:\n    use: composer:compress\n",
        }
        for name, text in texts.items():
            loader = plaster.get_loader(self.write(text, name)[len("config:") :], ["wsgi"])
            filtered = loader.get_wsgi_filter("zip", {"given": "1"})(site_factories.page)
            settings = loader.get_wsgi_app_settings(defaults={"given": "1"})

            self.assertEqual("gzip", get(filtered)[1]["Content-Encoding"])
            self.assertEqual(("3", "1", {}), (str(settings["size"]), settings.global_conf["given"], loader.get_settings("pserve")))

    def test_plaster_loads_ini_files_with_Composer_when_it_is_told_to(self):
        uri = self.write("[app:main]\nuse = wsgi:site_factories:page\n")

        self.assertIs(site_factories.page, plaster.get_loader("composer+ini://" + uri[len("config:") :], ["wsgi"]).get_wsgi_app())

    def test_both_loaders_live_in_one_process(self):
        uri = self.write("[app:main]\nuse = egg:wsgi-composer#respond\ntext = hello\n")

        self.assertEqual(get(paste.deploy.loadapp(uri))[2], get(wsgi_composer.loadapp(uri))[2])


if __name__ == "__main__":
    unittest.main()
