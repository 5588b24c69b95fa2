"""Scrapy on the addresses that come on stdin: it parses, and writes one line a page into a file.

Arguments: the proxy, requests at once, the file. The last line on stdout is what it used, as JSON.
"""

import json
import resource
import sys
import time

import scrapy
from scrapy.crawler import CrawlerProcess

PROXY, CONCURRENCY, FILE = sys.argv[1], int(sys.argv[2]), sys.argv[3]
URLS = sys.stdin.read().split()


class Pages(scrapy.Spider):
    name = "pages"

    def start_requests(self):
        return (scrapy.Request(url, meta={"proxy": PROXY}) for url in URLS)

    def parse(self, response):
        yield {"title": response.css("h1::text").get(), "paragraphs": len(response.css("p"))}


process = CrawlerProcess(
    {
        "CONCURRENT_REQUESTS": CONCURRENCY,
        "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY,
        "COOKIES_ENABLED": False,
        "FEEDS": {FILE: {"format": "jsonlines"}},
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
    }
)
crawler = process.create_crawler(Pages)
process.crawl(crawler)
begun, used = time.monotonic(), time.process_time()
process.start()
print(
    json.dumps(
        {
            "pages": crawler.stats.get_value("item_scraped_count", 0),
            "seconds": time.monotonic() - begun,
            "cpuMs": (time.process_time() - used) * 1000,
            "rssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
